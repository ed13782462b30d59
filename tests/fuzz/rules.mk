# SPDX-License-Identifier: LGPL-2.1-or-later
# The fuzz targets: every .c of tests/fuzz but fuzz.c is one.  They need clang
# and are built with all of tecc in a folder of their own.
FUZZ_SECONDS ?= 60
FUZZ_NAMES   := $(filter-out fuzz,$(patsubst tests/fuzz/%.c,%,\
                  $(wildcard tests/fuzz/*.c)))
FUZZ_TARGETS := $(FUZZ_NAMES:%=$(BUILD)/tests/fuzz/%)
# NULL + 0, which clang reports as an overflow, is what an empty array gives;
# every compiler takes it, and C2y defines it (WG14 N3322).
FUZZ_CFLAGS  := -O1 -g1 -fsanitize=fuzzer-no-link,address,undefined \
  -fno-sanitize=pointer-overflow -fno-sanitize-recover=all \
  -fno-omit-frame-pointer -DMACRO_WORK_BITS=18

$(FUZZ_TARGETS): $(BUILD)/%: $(BUILD)/%.o $(BUILD)/tests/fuzz/fuzz.o \
    $(filter-out %/main.o,$(OBJECTS))
	@$(CC) $(CFLAGS) -fsanitize=fuzzer -o $@ $^ $(LDLIBS)
fuzz-here: $(FUZZ_TARGETS)
fuzz-targets:
	@$(MAKE) -j$(CORES) --no-print-directory BUILD=$(BUILD)-fuzz CC=clang \
	  CFLAGS="$(FUZZ_CFLAGS)" fuzz-here
fuzz: deps
	@tests/install-packages $(TEST_PACKAGES)
	@$(MAKE) -j$(CORES) --no-print-directory all
	@BUILD=$(BUILD) FUZZ_SECONDS=$(FUZZ_SECONDS) tests/fuzz/run

.PHONY: fuzz-here fuzz-targets fuzz
-include $(FUZZ_TARGETS:=.d) $(BUILD)/tests/fuzz/fuzz.d
