# SPDX-License-Identifier: LGPL-2.1-or-later
echo '/etc/a(/.*)? -- u:r:t:s0' >fc
sefcontext_compile -t rhel9 -B -o fc.bin fc
od -A d -t x1z fc.bin
