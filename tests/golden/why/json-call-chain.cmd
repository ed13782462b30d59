# SPDX-License-Identifier: LGPL-2.1-or-later
tecc why 'allow sshd_t lib_t:lnk_file read' "$top/corpus/base" --message-format=json
