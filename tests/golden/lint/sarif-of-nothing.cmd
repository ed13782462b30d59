. $top/tests/golden/lint/setup
build --message-format=sarif >one.sarif
python3 $top/tests/golden/check-sarif one.sarif
