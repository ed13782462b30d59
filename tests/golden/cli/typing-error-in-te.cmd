cp -rL $top/corpus/base tree
sed -i '1i files_raed_etc_files(kernel_t)' tree/policy/modules/kernel/kernel.te
tecc build tree -o out 2>&1 | sed 's/\.if:[0-9]*/.if:N/; s/^ *[0-9]* | interface/    N | interface/'
ls
