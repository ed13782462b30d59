/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Byte strings. */
#include "lib/bytes.h"

#include "tests/unit/unit.h"

START_TEST(numbers_are_little_endian) {
  Buffer buffer = {0};
  put_u8(&buffer, 1);
  put_u16(&buffer, 0x0203);
  put_u32(&buffer, 0x04050607);
  put_u64(&buffer, 0x08090a0b0c0d0e0f);
  static const unsigned char want[] = {1,  3,  2,  7,  6,  5, 4, 15,
                                       14, 13, 12, 11, 10, 9, 8};
  ck_assert_uint_eq(buffer.n, sizeof want);
  ck_assert_mem_eq(buffer.data, want, sizeof want);
  patch_u32(&buffer, 3, 9);
  Reader reader = {(const unsigned char *)buffer.data, buffer.n, 0, false};
  ck_assert_uint_eq(get_u8(&reader), 1);
  ck_assert_uint_eq(get_u16(&reader), 0x0203);
  ck_assert_uint_eq(get_u32(&reader), 9);
  ck_assert_uint_eq(get_u64(&reader), 0x08090a0b0c0d0e0f);
  ck_assert(!reader.failed);
  buffer_free(&buffer);
}
END_TEST

START_TEST(reading_beyond_the_end_fails_for_good) {
  Reader reader = {(const unsigned char *)"abc", 3, 0, false};
  ck_assert_uint_eq(get_u32(&reader), 0);
  ck_assert(reader.failed);
  ck_assert_uint_eq(get_u8(&reader), 0);
  reader = (Reader){(const unsigned char *)"abc", 3, 1, false};
  ck_assert_ptr_null(get_bytes(&reader, (size_t)-1));
}
END_TEST

UNIT_MAIN("bytes", numbers_are_little_endian,
          reading_beyond_the_end_fails_for_good)
