. "$top/tests/golden/tree/setup"
echo 'klass x' >>t/policy/flask/security_classes
echo 'class broken { a b' >>t/policy/flask/access_vectors
tecc dump-tree t >/dev/null
printf 'common x { a { b } }\n' >t/policy/flask/access_vectors
printf 'class' >t/policy/flask/security_classes
tecc dump-tree t >/dev/null
