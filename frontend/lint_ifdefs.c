/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* `ifdef` of a name that nothing ever defines is most likely a typing error:
 * its text silently goes in or out for good.  What a tree's configuration may
 * define is known even when this build does not (refpolicy's Makefile). */
#include <string.h>

#include "frontend/lint.h"
#include "frontend/lint_pieces.h"

typedef struct Asked {
  Name name;
  Place place;
} Asked;

typedef struct IfdefLinter {
  Session *session;
  Map defined;       /* by Name */
  ARRAY(Name) parts; /* of names that are put together and defined */
  ARRAY(Asked) asked;
  Name defining[6], ifdef, ifndef, dnl;
} IfdefLinter;

static void define(IfdefLinter *linter, Name name) {
  map_put(&linter->defined, name, NULL);
}

static void read_definition(IfdefLinter *linter, Slice name) {
  for (size_t i = 0; i < name.n; i++)
    if (name.v[i].kind == PIECE_WORD && name.n == 1)
      define(linter, name.v[i].name);
    else if (name.v[i].kind == PIECE_WORD)
      ARRAY_PUSH(&linter->parts, name.v[i].name);
}

static bool is_defining(const IfdefLinter *linter, Name name) {
  for (int i = 0; i < 6; i++)
    if (linter->defining[i] == name)
      return true;
  return false;
}

static void read_file(IfdefLinter *linter, Slice file, bool asks) {
  for (size_t i = 0; i < file.n; i++) {
    i = lint_skip_comment(file, i, linter->dnl);
    if (i == file.n)
      break;
    Piece piece = file.v[i];
    if (piece.kind != PIECE_WORD)
      continue;
    bool is_ask = piece.name == linter->ifdef || piece.name == linter->ifndef;
    if (!is_ask && !is_defining(linter, piece.name))
      continue;
    Slice name = lint_argument(file, i);
    if (!is_ask)
      read_definition(linter, name);
    else if (asks && name.n == 1 && name.v[0].kind == PIECE_WORD)
      ARRAY_PUSH(&linter->asked,
                 (Asked){name.v[0].name, {name.v[0].loc, 0}});
  }
}

/* Names that a configuration, here or elsewhere, may define; TODO marks text
 * that is left out on purpose.  Distributions and features that are not among
 * them are taken for known, too, unless they look like one misspelt. */
static bool may_be_configured(const char *text) {
  static const char *const names[] = {
      "init_systemd",    "direct_sysadm_daemon", "hide_broken_symptoms",
      "TODO",            "self_contained_policy", "enable_mls",
      "enable_mcs",      "enable_ubac",          "distro_arch",
      "distro_debian",   "distro_fedora",        "distro_gentoo",
      "distro_redhat",   "distro_suse",          "distro_ubuntu"};
  bool is_misspelt = false;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (!strcmp(text, names[i]))
      return true;
    is_misspelt |= !strpbrk(text, "0123456789") &&
                   edit_distance(text, names[i], 2) <= 2;
  }
  return !is_misspelt && (!strncmp(text, "distro_", strlen("distro_")) ||
                          !strncmp(text, "enable_", strlen("enable_")));
}

static bool is_known(const IfdefLinter *linter, Name name) {
  const char *text = name_text(&linter->session->names, name);
  if (map_get(&linter->defined, name) || may_be_configured(text))
    return true;
  for (size_t i = 0; i < linter->parts.n; i++)
    if (strstr(text, name_text(&linter->session->names, linter->parts.v[i])))
      return true;
  return false;
}

static void read_files(IfdefLinter *linter, const LintInput *input,
                       const LintFiles *files, bool asks) {
  for (size_t i = 0; i < files->n; i++)
    read_file(linter, engine_source(input->macros, files->v[i]), asks);
}

void lint_ifdefs(const LintInput *input) {
  static const char *const defining[] = {"define",    "pushdef",  "interface",
                                         "template",  "undefine", "popdef"};
  if (!diag_wants(&input->session->diags, WARN_UNKNOWN_IFDEF))
    return;
  Names *names = &input->session->names;
  IfdefLinter linter = {.session = input->session,
                        .ifdef = name_intern_string(names, "ifdef"),
                        .ifndef = name_intern_string(names, "ifndef"),
                        .dnl = name_intern_string(names, "dnl")};
  for (int i = 0; i < 6; i++)
    linter.defining[i] = name_intern_string(names, defining[i]);
  for (size_t i = 0; i < input->defined.n; i++)
    define(&linter, name_intern_string(names, input->defined.v[i]));
  for (size_t i = 0; i < n_builtins; i++)
    define(&linter, name_intern_string(names, builtins[i].name));
  read_files(&linter, input, &input->others, false);
  read_files(&linter, input, &input->interfaces, true);
  read_files(&linter, input, &input->rules, true);
  for (size_t i = 0; i < linter.asked.n; i++)
    if (!is_known(&linter, linter.asked.v[i].name))
      diag_warning(&input->session->diags, WARN_UNKNOWN_IFDEF,
                   linter.asked.v[i].place,
                   "nothing defines '%s', which this ifdef asks for",
                   name_text(names, linter.asked.v[i].name));
  map_free(&linter.defined);
  ARRAY_FREE(&linter.parts);
  ARRAY_FREE(&linter.asked);
}
