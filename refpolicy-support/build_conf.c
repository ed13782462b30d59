/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "refpolicy-support/build_conf.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lib/file.h"

static const char *const variable_names[] = {
#define SWITCH(name, member) name,
#define CHOICE(name, member, ...) name,
#define COUNT(name, member, usual, least, most) name,
#define LIST(name, member, names) name,
#define IGNORED(name) name,
#define OTHER(name) name,
#include "refpolicy-support/build_variables.def"
};

static const char *const type_names[] = {"standard", "mcs", "mls"};

const char *policy_type_name(PolicyType type) {
  return type_names[type];
}

static const Variable *find(const BuildConf *conf, const char *name) {
  for (size_t i = 0; i < conf->variables.n; i++)
    if (!strcmp(conf->variables.v[i].name, name))
      return &conf->variables.v[i];
  return NULL;
}

const char *build_conf_get(const BuildConf *conf, const char *name) {
  const Variable *variable = find(conf, name);
  return variable ? variable->value : "";
}

Place build_conf_place(const BuildConf *conf, const char *name) {
  const Variable *variable = find(conf, name);
  return variable && !variable->from_command ? variable->value_place
                                             : no_place;
}

/* An error at a variable's value, or one that names the option. */
static void complain(Session *session, const Variable *variable,
                     const char *expected) {
  if (variable->from_command)
    diag_error_as(&session->diags, ERROR_TREE, no_place,
                  "-D %s=%s: expected %s", variable->name, variable->value,
                  expected);
  else
    diag_error_as(&session->diags, ERROR_TREE, variable->value_place,
                  "%s: expected %s, saw '%s'", variable->name, expected,
                  variable->value);
}

/* The variable's value if it is set to something, else NULL. */
static const Variable *find_set(const BuildConf *conf, const char *name) {
  const Variable *variable = find(conf, name);
  return variable && *variable->value ? variable : NULL;
}

static bool read_switch(Session *session, const BuildConf *conf,
                        const char *name) {
  const Variable *variable = find_set(conf, name);
  if (!variable || !strcmp(variable->value, "n"))
    return false;
  if (!strcmp(variable->value, "y"))
    return true;
  complain(session, variable, "y or n");
  return false;
}

static int read_choice(Session *session, const BuildConf *conf,
                       const char *name, const char *const *words, size_t n) {
  const Variable *variable = find_set(conf, name);
  if (!variable)
    return 0;
  const char *list = words[0];
  for (size_t i = 0; i < n; i++) {
    if (!strcmp(variable->value, words[i]))
      return (int)i;
    if (i)
      list = arena_printf(&session->arena, "%s%s%s", list,
                          i + 1 < n ? ", " : " or ", words[i]);
  }
  complain(session, variable, list);
  return 0;
}

static uint32_t read_count(Session *session, const BuildConf *conf,
                           const char *name, uint32_t usual, uint32_t least,
                           uint32_t most) {
  const Variable *variable = find_set(conf, name);
  if (!variable)
    return usual;
  const char *digits = variable->value;
  size_t length = strspn(digits, "0123456789");
  unsigned long value = strtoul(digits, NULL, 10);
  if (!digits[length] && length < 10 && value >= least && value <= most)
    return (uint32_t)value;
  complain(session, variable,
           arena_printf(&session->arena, "a number from %u to %u", least,
                        most));
  return usual;
}

bool is_macro_name(const char *word) {
  if (!*word || isdigit((unsigned char)*word))
    return false;
  for (; *word; word++)
    if (!isalnum((unsigned char)*word) && *word != '_')
      return false;
  return true;
}

static Words split(Arena *arena, const char *text) {
  static const char blanks[] = " \t\r";
  Words words = {0};
  for (text += strspn(text, blanks); *text; text += strspn(text, blanks)) {
    size_t n = strcspn(text, blanks);
    ARRAY_PUSH(&words, arena_printf(arena, "%.*s", (int)n, text));
    text += n;
  }
  return words;
}

static Words read_list(Session *session, const BuildConf *conf,
                       const char *name, bool names) {
  const Variable *variable = find_set(conf, name);
  Words words = {0};
  if (!variable)
    return words;
  words = split(&session->arena, variable->value);
  for (size_t i = 0; names && i < words.n; i++)
    if (!is_macro_name(words.v[i])) {
      complain(session, variable, "names of macros");
      break;
    }
  return words;
}

/* ── the variables that have checks of their own ────────────────────────── */

static void read_name(Session *session, BuildConf *conf) {
  const Variable *variable = find_set(conf, "NAME");
  conf->name = policy_type_name(conf->type);
  if (!variable)
    return;
  if (strpbrk(variable->value, "/ \t") || *variable->value == '.')
    complain(session, variable, "the name of a folder");
  else
    conf->name = variable->value;
}

static void read_distro(Session *session, BuildConf *conf) {
  const Variable *variable = find_set(conf, "DISTRO");
  conf->distro = "";
  if (!variable)
    return;
  /* The name is part of a macro's: distro_NAME. */
  if (variable->value[strspn(variable->value, "abcdefghijklmnopqrstuvwxyz"
                             "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789")])
    complain(session, variable, "the name of a distribution");
  else
    conf->distro = variable->value;
}

static Define split_define(Arena *arena, const char *text) {
  size_t n = strcspn(text, "=");
  return (Define){arena_printf(arena, "%.*s", (int)n, text),
                  text[n] ? text + n + 1 : ""};
}

/* M4PARAM holds options of m4, of which `-D NAME[=VALUE]` mean something. */
static void read_m4param(Session *session, BuildConf *conf) {
  const Variable *variable = find_set(conf, "M4PARAM");
  if (!variable)
    return;
  Words words = split(&session->arena, variable->value);
  for (size_t i = 0; i < words.n; i++) {
    const char *word = words.v[i];
    bool is_define = !strncmp(word, "-D", 2);
    if (is_define)
      word = word[2] ? word + 2 : i + 1 < words.n ? words.v[++i] : "";
    Define define = split_define(&session->arena, word);
    if (is_define && is_macro_name(define.name))
      ARRAY_PUSH(&conf->extra, define);
    else
      complain(session, variable, "'-D NAME' or '-D NAME=VALUE'");
  }
}

/* ── reading ────────────────────────────────────────────────────────────── */

static void warn_unknown(Session *session, const Variable *variable) {
  enum { CLOSE = 2 };
  const char *near = NULL;
  unsigned nearest = CLOSE + 1;
  for (size_t i = 0; i < sizeof variable_names / sizeof *variable_names; i++) {
    unsigned distance =
        edit_distance(variable->name, variable_names[i], CLOSE);
    if (distance == 0)
      return;
    if (distance < nearest) {
      near = variable_names[i];
      nearest = distance;
    }
  }
  bool shown = diag_warning(&session->diags, WARN_UNKNOWN_VARIABLE,
                            variable->place,
                            "%s%s: no part of the policy reads this variable",
                            variable->from_command ? "-D " : "",
                            variable->name);
  if (shown && near)
    diag_note(&session->diags, no_place, "did you mean '%s'?", near);
}

static void check_known(Session *session, BuildConf *conf) {
  for (size_t i = 0; i < conf->variables.n; i++)
    if (!conf->variables.v[i].is_used)
      warn_unknown(session, &conf->variables.v[i]);
}

static void read_values(Session *session, BuildConf *conf) {
#define CHOICE(name, member, ...)                                              \
  conf->member =                                                               \
      read_choice(session, conf, name, (const char *const[]){__VA_ARGS__},     \
                  sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *));
#define SWITCH(name, member) conf->member = read_switch(session, conf, name);
#define COUNT(name, member, usual, least, most)                                \
  conf->member = read_count(session, conf, name, usual, least, most);
#define LIST(name, member, names)                                              \
  conf->member = read_list(session, conf, name, names);
#include "refpolicy-support/build_variables.def"
  read_name(session, conf);
  read_distro(session, conf);
  read_m4param(session, conf);
}

static bool is_in(const Words *words, const char *word) {
  for (size_t i = 0; i < words->n; i++)
    if (!strcmp(words->v[i], word))
      return true;
  return false;
}

/* An error for each word of the variable `name` that `others` has too. */
static void check_apart(Session *session, const BuildConf *conf,
                        const char *name, const Words *words,
                        const char *other, const Words *others) {
  for (size_t i = 0; i < words->n; i++)
    if (is_in(others, words->v[i]))
      diag_error_as(&session->diags, ERROR_TREE, build_conf_place(conf, name),
                    "module '%s' is in %s and in %s", words->v[i], name, other);
}

static void check_apps(Session *session, const BuildConf *conf) {
  check_apart(session, conf, "APPS_OFF", &conf->apps_off, "APPS_BASE",
              &conf->apps_base);
  check_apart(session, conf, "APPS_OFF", &conf->apps_off, "APPS_MODS",
              &conf->apps_modules);
  check_apart(session, conf, "APPS_MODS", &conf->apps_modules, "APPS_BASE",
              &conf->apps_base);
}

static void check_local_root(Session *session, const BuildConf *conf) {
  if (conf->local_root && !folder_exists(conf->local_root))
    complain(session, find(conf, "LOCAL_ROOT"), "a folder");
}

static void read_files(MakeReader *make, BuildConf *conf,
                       const char *folder) {
  Arena *arena = &make->session->arena;
  make_read(make, folder, path_join(arena, folder, "build.conf"), false);
  const char *local = make_value(make, "LOCAL_ROOT");
  if (!*local)
    return;
  conf->local_root =
      *local == '/' ? local : path_join(arena, folder, local);
  make_read(make, folder, path_join(arena, conf->local_root, "build.conf"),
            true);
}

BuildConf build_conf_read(Session *session, const char *folder,
                          const Defines *settings) {
  MakeReader make = {.session = session};
  BuildConf conf = {0};
  for (size_t i = 0; settings && i < settings->n; i++)
    make_set(&make, settings->v[i].name, settings->v[i].value);
  read_files(&make, &conf, folder);
  make_finish(&make);
  conf.variables = make.variables;
  check_known(session, &conf);
  read_values(session, &conf);
  check_apps(session, &conf);
  check_local_root(session, &conf);
  return conf;
}

/* ── definitions ────────────────────────────────────────────────────────── */

static void define_if(Defines *defines, bool condition, const char *name) {
  if (condition)
    ARRAY_PUSH(defines, (Define){name, "true"});
}

static void define_number(Session *session, Defines *defines,
                          const char *name, uint32_t number) {
  ARRAY_PUSH(defines,
             (Define){name, arena_printf(&session->arena, "%u", number)});
}

static void define_sizes(Session *session, const BuildConf *conf,
                         Defines *defines) {
  define_number(session, defines, "mls_num_sens", conf->mls_sens);
  define_number(session, defines, "mls_num_cats", conf->mls_cats);
  define_number(session, defines, "mcs_num_cats", conf->mcs_cats);
}

/* What both Makefiles begin with. */
static Defines common_defines(Session *session, const BuildConf *conf) {
  Defines defines = {0};
  for (size_t i = 0; i < conf->extra.n; i++)
    ARRAY_PUSH(&defines, conf->extra.v[i]);
  define_if(&defines, conf->type == TYPE_MLS, "enable_mls");
  define_if(&defines, conf->type == TYPE_MCS, "enable_mcs");
  define_if(&defines, *conf->distro,
            arena_printf(&session->arena, "distro_%s", conf->distro));
  return defines;
}

Defines build_conf_defines(Session *session, const BuildConf *conf) {
  Defines defines = common_defines(session, conf);
  define_if(&defines, !strcmp(conf->distro, "ubuntu"), "distro_debian");
  define_if(&defines, conf->systemd, "init_systemd");
  for (size_t i = 0; i < conf->options.n; i++)
    define_if(&defines, true, conf->options.v[i]);
  define_if(&defines, conf->direct_initrc, "direct_sysadm_daemon");
  define_if(&defines, conf->werror, "m4_werror");
  define_if(&defines, conf->ubac, "enable_ubac");
  define_sizes(session, conf, &defines);
  if (!strcmp(conf->distro, "debian"))
    ARRAY_PUSH(&defines, (Define){"use_alsa", ""});
  return defines;
}

Defines build_conf_devel_defines(Session *session, const BuildConf *conf) {
  Defines defines = common_defines(session, conf);
  define_if(&defines, conf->systemd, "init_systemd");
  define_if(&defines, conf->direct_initrc, "direct_sysadm_daemon");
  define_if(&defines, conf->ubac, "enable_ubac");
  for (size_t i = 0; i < conf->options.n; i++)
    define_if(&defines, true, conf->options.v[i]);
  for (size_t i = conf->extra.n; i < defines.n; i++)
    defines.v[i].value = "";
  define_sizes(session, conf, &defines);
  return defines;
}
