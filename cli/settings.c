/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/settings.h"

#include <string.h>

#include "cli/options.h"

int setting_add(Arena *arena, Defines *settings, const char *text) {
  const char *equals = strchr(text, '=');
  if (!equals || equals == text)
    return usage_error("-D %s: NAME=VALUE is wanted", text);
  const char *name = arena_printf(arena, "%.*s", (int)(equals - text), text);
  ARRAY_PUSH(settings, (Define){name, equals + 1});
  return -1;
}
