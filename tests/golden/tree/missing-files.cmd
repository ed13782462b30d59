. "$top/tests/golden/tree/setup"
rm t/policy/context_defaults t/policy/policy_capabilities
tecc dump-tree t | grep '^run pre file'
rm t/policy/mls t/policy/flask/access_vectors
tecc dump-tree t
# A link that led to it before the tree was copied elsewhere.
rm -r t/policy/support
ln -s ../../nowhere t/policy/support
tecc build t
