# A violation for a code scanner: the assertion, the rule at fault, the calls.
echo 'neverallow ntpd_t etc_t:file read;' >rules.te
tecc check -q $top/corpus/base --assert rules.te --message-format=sarif 2>log
python3 $top/tests/golden/check-sarif log
