/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Format 6 of compiled file contexts: a tree of folders, each with the plain
 * paths and the patterns that begin there (libselinux 3.8, label_file.h,
 * insert_spec).  Numbers are in network order. */
#include <stdlib.h>
#include <string.h>

#include "backend/fcontext_bin.h"
#include "lib/map.h"

enum { DEPTH_MAX = 3 }; /* SPEC_NODE_MAX_DEPTH */

/* A line that is a plain path, without its backslashes, or a pattern. */
typedef struct Leaf {
  const FileContext *entry;
  const char *literal; /* NULL: a pattern */
  size_t prefix;       /* of a pattern: its plain beginning */
  uint32_t line;
} Leaf;

typedef struct Node Node;
struct Node {
  const char *stem; /* the folder's name; "" is the root */
  ARRAY(Leaf) literals, patterns;
  ARRAY(Node *) children;
};

typedef struct TreeWriter {
  Session *session;
  Buffer *out;
  ARRAY(Name) contexts; /* in order of first use; NO_NAME: <<none>> */
  Map index;            /* context to its number, from 1 */
} TreeWriter;

/* Reading a path */

static bool is_meta(char c) {
  return c && strchr(".^$?*+|[({])}", c) != NULL;
}

/* Escapes that mean the character itself; others are left to pcre2. */
static bool is_escaped(const char *at) {
  return *at == '\\' && at[1] && strchr(".^$?*+|[({])}-_,", at[1]);
}

/* How many characters are before the first sign of a pattern; *is_plain when
 * there is none (regex_has_meta_chars). */
static size_t plain_length(const char *path, bool *is_plain) {
  size_t n = 0;
  *is_plain = true;
  for (const char *at = path; *at; at++, n++) {
    if (is_meta(*at) || (*at == '\\' && !is_escaped(at))) {
      *is_plain = false;
      break;
    }
    at += *at == '\\';
  }
  return n;
}

/* `n` bytes of a path without backslashes, or NULL when there is a sign of a
 * pattern (regex_simplify). */
static const char *simplify(Arena *arena, const char *path, size_t n) {
  Buffer text = {0};
  bool is_plain = true;
  for (size_t i = 0; i < n && is_plain; i++) {
    is_plain = !is_meta(path[i]) && (path[i] != '\\' ||
                                     (i + 1 < n && is_escaped(path + i)));
    i += is_plain && path[i] == '\\';
    put_bytes(&text, path + i, 1);
  }
  put_u8(&text, 0);
  const char *copy = is_plain ? arena_copy(arena, text.data, text.n) : NULL;
  buffer_free(&text);
  return copy;
}

/* The tree */

static Node *child_of(Arena *arena, Node *node, const char *stem) {
  for (size_t i = 0; i < node->children.n; i++)
    if (!strcmp(node->children.v[i]->stem, stem))
      return node->children.v[i];
  Node *child = ARENA_NEW(arena, Node);
  child->stem = stem;
  ARRAY_PUSH(&node->children, child);
  return child;
}

/* The node to which a path belongs: that of its folder, or of the last before
 * a sign of a pattern, or of the third. */
static Node *node_of(Arena *arena, Node *root, const char *path) {
  Node *node = root;
  for (int depth = 0; *path == '/' && depth < DEPTH_MAX;) {
    const char *slash = strchr(path + 1, '/');
    if (!slash)
      break;
    size_t n = (size_t)(slash - path - 1);
    if (n) {
      const char *stem = simplify(arena, path + 1, n);
      if (!stem)
        break;
      node = child_of(arena, node, stem);
      depth++;
    }
    path = slash;
  }
  return node;
}

static void add_leaf(TreeWriter *writer, Node *root, const FileContext *entry,
                     uint32_t line) {
  Arena *arena = &writer->session->arena;
  const char *path = name_text(&writer->session->names, entry->path);
  bool is_plain;
  Leaf leaf = {entry, NULL, plain_length(path, &is_plain), line};
  if (is_plain) {
    leaf.literal = simplify(arena, path, strlen(path));
    ARRAY_PUSH(&node_of(arena, root, path)->literals, leaf);
  } else {
    ARRAY_PUSH(&node_of(arena, root, path)->patterns, leaf);
  }
}

/* The later of two lines for one path is found first. */
static int compare_literals(const void *a, const void *b) {
  const Leaf *left = a, *right = b;
  int order = strcmp(left->literal, right->literal);
  return order ? order
               : (left->line < right->line) - (left->line > right->line);
}

static int compare_nodes(const void *a, const void *b) {
  return strcmp((*(Node *const *)a)->stem, (*(Node *const *)b)->stem);
}

/* Writing */

static void put_u16_be(Buffer *out, uint16_t value) {
  put_u16(out, __builtin_bswap16(value));
}
static void put_u32_be(Buffer *out, uint32_t value) {
  put_u32(out, __builtin_bswap32(value));
}
static void put_u64_be(Buffer *out, uint64_t value) {
  put_u64(out, __builtin_bswap64(value));
}

/* With its NUL, which counts.  Paths so long are refused before. */
static void put_text(Buffer *out, const char *text) {
  size_t n = strlen(text) + 1;
  put_u16_be(out, (uint16_t)n);
  put_bytes(out, text, n);
}

static const char *context_text(const TreeWriter *writer, Name context) {
  return context ? name_text(&writer->session->names, context) : "<<none>>";
}

static void add_context(TreeWriter *writer, Name context) {
  bool is_new;
  uint32_t *number = map_put(&writer->index, context, &is_new);
  if (!is_new)
    return;
  ARRAY_PUSH(&writer->contexts, context);
  *number = (uint32_t)writer->contexts.n;
}

static void put_contexts(TreeWriter *writer) {
  put_u32_be(writer->out, (uint32_t)writer->contexts.n);
  for (size_t i = 0; i < writer->contexts.n; i++) {
    const char *text = context_text(writer, writer->contexts.v[i]);
    put_u16_be(writer->out, (uint16_t)strlen(text));
    put_string(writer->out, text);
  }
}

/* LABEL_FILE_KIND_… */
static uint8_t kind_number(char kind) {
  static const char order[] = "dcbspl-";
  return kind ? (uint8_t)(strchr(order, kind) - order + 1) : 0;
}

static void put_leaf(TreeWriter *writer, const Leaf *leaf) {
  Buffer *out = writer->out;
  const FileContext *entry = leaf->entry;
  put_u32_be(out, *map_get(&writer->index, entry->context));
  if (!leaf->literal)
    put_u32_be(out, leaf->line);
  put_text(out, name_text(&writer->session->names, entry->path));
  if (leaf->literal)
    put_text(out, leaf->literal);
  else
    put_u16_be(out, (uint16_t)leaf->prefix);
  put_u8(out, kind_number(entry->kind));
  if (!leaf->literal)
    put_u32_be(out, 0); /* bytes of a compiled expression */
}

static void put_node(TreeWriter *writer, Node *node) {
  if (node->literals.n)
    qsort(node->literals.v, node->literals.n, sizeof *node->literals.v,
          compare_literals);
  if (node->children.n)
    qsort(node->children.v, node->children.n, sizeof *node->children.v,
          compare_nodes);
  put_text(writer->out, node->stem);
  put_u32_be(writer->out, (uint32_t)node->literals.n);
  for (size_t i = 0; i < node->literals.n; i++)
    put_leaf(writer, &node->literals.v[i]);
  put_u32_be(writer->out, (uint32_t)node->patterns.n);
  for (size_t i = 0; i < node->patterns.n; i++)
    put_leaf(writer, &node->patterns.v[i]);
  put_u32_be(writer->out, (uint32_t)node->children.n);
  for (size_t i = 0; i < node->children.n; i++)
    put_node(writer, node->children.v[i]);
  ARRAY_FREE(&node->literals);
  ARRAY_FREE(&node->patterns);
  ARRAY_FREE(&node->children);
}

static void check_length(TreeWriter *writer, const FileContext *entry) {
  if (name_length(&writer->session->names, entry->path) >= UINT16_MAX - 1 ||
      name_length(&writer->session->names, entry->context) >= UINT16_MAX - 1)
    diag_error_as(&writer->session->diags, ERROR_FILE_CONTEXT, entry->place,
                  "compiled file contexts cannot hold so long a line");
}

void fcontext_tree_write(Session *session, const FileContexts *contexts,
                         const FcontextTarget *target, Buffer *out) {
  TreeWriter writer = {.session = session, .out = out};
  Node root = {.stem = ""};
  for (size_t i = 0; i < contexts->n; i++) {
    const FileContext *entry = &contexts->v[i];
    check_length(&writer, entry);
    add_context(&writer, entry->context);
    add_leaf(&writer, &root, entry,
             source_position(&session->sources, entry->place.loc).line);
  }
  put_u32_be(out, FCONTEXT_MAGIC);
  put_u32_be(out, target->version);
  put_u32_be(out, 0); /* pcre2 and machine: of compiled expressions only */
  put_u32_be(out, 0);
  put_u64_be(out, contexts->n);
  put_contexts(&writer);
  put_node(&writer, &root);
  ARRAY_FREE(&writer.contexts);
  map_free(&writer.index);
}
