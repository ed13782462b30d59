/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The source texts and the places in them.
 *
 * All loaded texts share one 32-bit address space: a Loc is the address of a
 * byte of some text, 0 is nowhere.  An Origin is a node in the tree of macro
 * calls: which macro was called where, and by which call that text was made;
 * 0 is text that no macro made.  A Place is both; tokens, statements and
 * rules carry one, so that any stage can say where something was written and
 * through which chain of calls it came. */
#ifndef LIB_SOURCE_H
#define LIB_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/arena.h"
#include "lib/array.h"
#include "lib/names.h"

typedef uint32_t Loc;
typedef uint32_t Origin;

typedef struct Place {
  Loc loc;
  Origin origin;
} Place;

static const Place no_place = {0, 0};
typedef ARRAY(Place) Places;

/* From the line that begins at `offset` on, a source is reported as `line` and
 * following of `path`, or as that line alone: it was generated from there. */
typedef struct LineMark {
  uint32_t offset, line;
  const char *path;
  bool is_one_line;
} LineMark;

/* What tells one version of a file from others.  `file` 0: a file that cannot
 * be read twice. */
typedef struct FileVersion {
  uint64_t file;
  int64_t seconds, nanoseconds; /* of its last change */
} FileVersion;

typedef struct Source {
  const char *path; /* as the user gave it */
  const char *text; /* `length` bytes with a NUL behind them; of a source that
                       source_of gives */
  size_t length;
  Loc base;          /* address of the first byte */
  uint32_t *lines;   /* offsets of line starts, made on first use */
  uint32_t n_lines;
  bool is_file;          /* the text is that of the file at `path` */
  bool is_mapped;        /* `text` is a mapping, given back before `released` */
  size_t released;
  bool is_brief;         /* `text`, in `own`, is read again when it is needed */
  Arena own;
  FileVersion version;
  bool has_marks;        /* its `#line` lines count */
  ARRAY(LineMark) marks; /* by rising offset, made on first use */
} Source;

typedef struct MacroCall {
  Origin parent; /* the call whose text held this call, or 0 */
  Loc loc;       /* the called name in its source */
  Name macro;    /* NO_NAME: the word at `loc` */
} MacroCall;

typedef struct Sources {
  Arena arena;
  ARRAY(Source) files;    /* by rising base */
  ARRAY(MacroCall) calls; /* by Origin; 0 is unused */
  Loc next;
} Sources;

/* A Loc in human terms. Lines and columns count from 1; columns in bytes. */
typedef struct Position {
  const Source *source; /* NULL for Loc 0 */
  const char *path;     /* the source's, or what a LineMark says */
  uint32_t line, column;
  uint32_t text_line; /* the line in the source's own text */
  bool is_made; /* that text was made from the line, so that its columns are
                   not the line's */
} Position;

void sources_init(Sources *sources);
void sources_free(Sources *sources);

/* Adds a text (copied when `copy`, else it must outlive `sources`) under a
 * path; gives its base Loc.  Fatal when all texts pass 4 GiB together. */
Loc source_add(Sources *sources, const char *path, const char *text,
               size_t length, bool copy);
/* Says that a text is that of the file at its path. */
void source_mark_file(Sources *sources, Loc base);
/* Adds a file of at least so many bytes without reading it: the system brings
 * in the text as it is looked at.  0 if that cannot be done: the file is
 * smaller, or no regular file, or has no room for the NUL in its last page; it
 * must be read then (lib/file.h, file_load). */
Loc source_map(Sources *sources, const char *path, size_t least);
/* Says that the text of a file, of that version, is in `own`, which the source
 * takes over. */
void source_keep_briefly(Sources *sources, Loc base, Arena own,
                         FileVersion version);
/* What is before a Loc in its source will hardly be looked at again: of a
 * mapped source, and of a whole one that is kept briefly, it takes no more
 * memory, until it is. */
void source_release(Sources *sources, Loc loc);
/* The text that holds a Loc (its end included), or NULL for 0.  Fatal when it
 * must be read again and the file has changed. */
const Source *source_of(const Sources *sources, Loc loc);
Position source_position(Sources *sources, Loc loc);
/* Whether a text is in UTF-16, by its first two bytes. */
bool source_is_utf16(const Source *source);
/* Lets the lines `#line 12` and `#line 12 "file"` of a source, as m4 -s writes
 * them, say where the lines that follow come from. */
void source_use_line_marks(Sources *sources, Loc loc);
/* Says where more lines of a source come from: marks by rising offset, behind
 * those that it has; they are copied. */
void source_add_marks(Sources *sources, Loc base, const LineMark *marks,
                      size_t n);
/* A line of a source's text without its end; sets *length. */
const char *source_line(Sources *sources, const Source *source, uint32_t line,
                        size_t *length);

/* A new node in the tree of macro calls. */
Origin origin_add(Sources *sources, Origin parent, Loc loc, Name macro);
/* What the called macro is named; the text lives as long as the names or, if
 * it is the word at `loc`, the sources. */
const char *call_macro_name(Sources *sources, const Names *names,
                            MacroCall call);
static inline MacroCall origin_call(const Sources *sources, Origin origin) {
  return sources->calls.v[origin];
}

#endif
