# With and without -M.
cat >mls.te <<'END'
class process
sid kernel
class process { fork }
sensitivity s0;
dominance { s0 }
category c0;
level s0:c0;
mlsconstrain process fork ( l1 eq l2 );
type a_t;
role a_r; role a_r types a_t;
user a_u roles a_r level s0 range s0;
sid kernel a_u:a_r:a_t:s0
END
sed '/^sens/,/^mls/d; s/ level s0 range s0//; s/:s0$//' mls.te >plain.te
checkpolicy mls.te
echo "status $?"
checkpolicy -M plain.te
echo "status $?"
checkmodule -M mls.te -o mls.mod && checkmodule plain.te -o plain.mod
checkmodule -b mls.mod
echo "status $?"
checkmodule -M -b plain.mod
echo "status $?"
checkpolicy plain.te -o plain && checkpolicy -M -b plain
echo "status $?"
echo 'module a 1.0; require { class process fork; } type a_t; allow a_t self:process fork;' >a.te
checkmodule -M -m a.te -o a.mod && semodule_package -m a.mod -o a.pp && semodule_package -m mls.mod -o base.pp
semodule_link -o linked.pp a.pp base.pp
echo "status $?"
semodule_link -o linked.pp base.pp base.pp
echo "status $?"
tecc check base.pp mls.te
echo "status $?"
