#!/bin/sh
# Verifies the evidence bundle in the folder of this script. Needs a POSIX shell and sha256sum or shasum; uses jq or
# python3 where they are there (VERIFY_READER=jq, python3 or sed chooses). Exit: 0 intact and complete, 1 not as the
# manifest says, 3 intact but partial, 2 could not be checked here. This file is a convenience: whoever changes the
# bundle can change it too.
set -u
LC_ALL=C
export LC_ALL
unset CDPATH
cd -- "$(dirname -- "$0")" || exit 2

if command -v sha256sum >/dev/null 2>&1; then sha256() { sha256sum "$@"; }
elif command -v shasum >/dev/null 2>&1; then sha256() { shasum -a 256 "$@"; }
else
  echo 'verify: neither sha256sum nor shasum is installed' >&2
  exit 2
fi

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
bad=0
# Names come from the bundle: nothing of them may reach the terminal but plain characters.
tampered() {
  printf 'TAMPERED: %s\n' "$1" | tr -c 'A-Za-z0-9 .,:;_/@()=\n-' '?' >&2
  bad=1
}

if [ ! -f manifest.json ] || [ -L manifest.json ]; then
  tampered 'manifest.json is missing or no plain file'
  exit 1
fi

# 1. The list of files: hash, two blanks, path.
reader=${VERIFY_READER:-}
if [ -z "$reader" ]; then
  if command -v jq >/dev/null 2>&1; then reader=jq
  elif command -v python3 >/dev/null 2>&1; then reader=python3
  else reader=sed; fi
fi
case $reader in
  jq)
    jq -r '.files[] | "\(.sha256)  \(.path)"' manifest.json >"$work/listed" 2>/dev/null &&
      jq -r '.completeness | if ((.gaps + .truncations + .omissions) | length == 0) == (.status == "complete") then .status else "contradicts itself" end' manifest.json >"$work/status" 2>/dev/null &&
      jq -r '.completeness | (.gaps[] | "\(.source) \(.feed // "") \(.from) to \(.to): \(.reason)"), (.truncations[] | "\(.source) \(.feed): \(.reason)"), (.omissions[] | "\(.what): \(.reason)")' manifest.json >"$work/missing" 2>/dev/null
    ;;
  python3)
    python3 - "$work" <<'PYTHON' 2>/dev/null
import json, sys
work = sys.argv[1]
with open('manifest.json', encoding='utf-8') as f:
    m = json.load(f)
c = m['completeness']
gone = ['%s %s %s to %s: %s' % (g['source'], g['feed'] or '', g['from'], g['to'], g['reason']) for g in c['gaps']]
gone += ['%s %s: %s' % (t['source'], t['feed'], t['reason']) for t in c['truncations']]
gone += ['%s: %s' % (o['what'], o['reason']) for o in c['omissions']]
def write(name, lines):
    with open(work + '/' + name, 'w', encoding='utf-8', errors='replace') as f:
        f.writelines(l + '\n' for l in lines)
write('listed', ['%s  %s' % (e['sha256'], e['path']) for e in m['files']])
write('missing', gone)
write('status', [c['status'] if (c['status'] == 'complete') == (not gone) else 'contradicts itself'])
PYTHON
    ;;
  *)
    # One file and one key a line is how the manifest is written.
    sed -n 's/^    {"path":"\([^"]*\)","size":[0-9]*,"sha256":"\([0-9a-f]*\)".*/\2  \1/p' manifest.json >"$work/listed"
    sed -n 's/^  "completeness": {"status":"\([a-z]*\)".*/\1/p' manifest.json >"$work/status"
    if grep -q '^  "completeness": {"status":"[a-z]*","gaps":\[\],"truncations":\[\],"omissions":\[\],' manifest.json; then empty=complete
    else empty=partial; fi
    if [ "$(cat "$work/status")" != "$empty" ]; then echo 'contradicts itself' >"$work/status"; fi
    sed -n 's/^  "completeness": //p' manifest.json | tr '{' '\n' >"$work/missing"
    if [ "$(grep -c '"path":' manifest.json)" -ne "$(grep -c . "$work/listed")" ]; then : >"$work/listed"; fi
    ;;
esac
if [ $? -ne 0 ] || [ ! -s "$work/listed" ]; then
  tampered 'manifest.json cannot be read'
  exit 1
fi

# 2. Paths stay inside the bundle.
sed 's/^[^ ]*  //' "$work/listed" | sort >"$work/paths"
if grep -Evq '^[0-9a-f]{64}  [A-Za-z0-9._/@-]+$' "$work/listed" ||
  grep -Eq '(^|/)(\.{1,2}|-[^/]*)?(/|$)' "$work/paths" ||
  grep -Eq '^(manifest\.json$|signatures/)' "$work/paths" || [ -n "$(uniq -d "$work/paths")" ]; then
  tampered 'manifest.json lists a path that no bundle has'
  exit 1
fi

# 3. Nothing added, nothing missing, nothing but plain files.
find . ! -type d ! -type f >"$work/odd"
if [ -s "$work/odd" ]; then tampered "no plain file: $(head -n 3 "$work/odd")"; fi
find . ! -type d ! -path ./manifest.json | sed 's|^\./||' | sort >"$work/there"
if ! diff "$work/paths" "$work/there" >"$work/diff"; then
  for line in $(sed -n 's/^< /missing:/p; s/^> /not-listed:/p' "$work/diff" | tr -c 'A-Za-z0-9._/@:\n-' '?' | head -n 20); do
    tampered "$line"
  done
  bad=1
fi

# 4. Every file has the hash that the manifest says. An odd entry could lead elsewhere: then nothing is opened.
if [ ! -s "$work/odd" ]; then
  if ! sha256 -c "$work/listed" >"$work/checked" 2>/dev/null; then
    tampered "changed: $(grep -v ': OK$' "$work/checked" | head -n 20 | tr '\n' ' ')"
  fi
  if [ "$(grep -c ': OK$' "$work/checked")" -ne "$(grep -c . "$work/listed")" ]; then
    tampered 'not every listed file could be checked'
  fi
  # 5. SHA256SUMS says the same as the manifest.
  grep -v '  SHA256SUMS$' "$work/listed" | sort >"$work/a"
  sort SHA256SUMS >"$work/b" 2>/dev/null
  if ! cmp -s "$work/a" "$work/b"; then tampered 'SHA256SUMS does not agree with manifest.json'; fi
fi

status=$(cat "$work/status")
case $status in
  complete | partial) ;;
  *) tampered 'manifest.json contradicts itself about completeness' ;;
esac
if [ "$bad" -ne 0 ]; then exit 1; fi
echo "$(grep -c . "$work/listed") files are as manifest.json says."
echo 'The bundle is not signed: compare this SHA-256 of manifest.json with the one you were given.'
sha256 manifest.json
if [ "$status" = partial ]; then
  echo 'PARTIAL. What is missing:'
  tr -c 'A-Za-z0-9 .,:;_/@()="\n-' '?' <"$work/missing" | sed 's/^/  /'
  exit 3
fi
echo 'COMPLETE.'
