# tecc-warnings(7) has every warning, says which are off, and SELint's ids.
def=$top/lib/warnings.def
page=$top/man/tecc-warnings.7
tr -d '\n' <"$def" | grep -oE 'WARNING\([A-Z_]+, *"[a-z-]+", *(true|false), *"[^"]*"' |
  sed -E 's/.*, *"([a-z-]+)", *(true|false), *"([^"]*)"/\1 \2 \3/; s/ *$//' |
  sort >defined
awk '/^\.It Cm /{if (n) print n, on, id; n = $3; on = "true"; id = ""}
  /Off by default/{on = "false"}
  match($0, /SELint: [A-Z]-[0-9]+/){id = substr($0, RSTART + 8, RLENGTH - 8)}
  END{print n, on, id}' "$page" | sed 's/ *$//' | sort >documented
diff defined documented && [ "$(wc -l <defined)" -gt 20 ] && echo "all documented"
# Each has an example and, behind that, what to do; they are in order.
awk '/^\.It Cm /{if (n && !(bd && cure)) print n, "has no example or cure"
    if ($3 < n) print $3, "comes behind", n
    n = $3; bd = cure = 0}
  /^\.Bd/{bd = 1} bd && /^\.Pp/{after = 1} after && /^[A-Z]/{cure = 1}
  /^\.It/{after = 0}
  /^\.Sh SEE/{if (!(bd && cure)) print n, "has no example or cure"; exit}' "$page"
