# policy/users is read for the policy and for users_extra, and told of once.
cp -rL $top/corpus/base tree
chmod -R u+w tree
iconv -f utf-8 -t utf-16 $top/corpus/base/policy/users >tree/policy/users
tecc build tree --modules -o out 2>&1 | grep UTF-16
echo "status ${PIPESTATUS[0]}"
ls
