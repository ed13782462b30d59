cp -rL $top/corpus/base tree
echo 'files_raed_etc_files(kernel_t)' >> tree/policy/modules/kernel/kernel.te
tecc build tree -o out
ls
