# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
policy p.conf </dev/null
for question in 'type_transition { a_t b_t } etc_t:file' 'allow a_t { etc_t log_t }:file read' \
  'role a_r' 'allow a_t' 'allow ~a_t etc_t:file read' ''; do
  tecc why "$question" p.conf
  echo "status $?"
done
tecc why 'allow a_t etc_t:file read' p.conf --source-context=system_u:system_r:b_t:s0
echo "status $?"
