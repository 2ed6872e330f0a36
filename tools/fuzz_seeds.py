#!/usr/bin/env python3
"""Writes what tools/fuzz starts from: dictionaries, and a corpus of testdata's programs and a few other files."""
import glob, os, re, sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OUT = sys.argv[1]
WORDS = """func type var const import package if else for range go defer select case default switch return break continue goto fallthrough
interface struct map chan int string float64 byte rune error any comparable nil true false iota make new len cap append copy delete panic recover
unsafe ... := <- && || &^ << >> <<= == != ++ -- [] map[string]int func() interface{} struct{} ~int [T //line //go:embed //go:noinline /* */""".split()
FILES = ["module m\n\ngo 1.19\n\nrequire (\n\texample.com/x v1.0.0 // indirect\n)\nreplace example.com/x v1.0.0 => ../x\nexclude a v1.0.0\nretract [v1.0.0, v1.1.0]\n",
         "//go:build (linux && !amd64) || go1.19\n// +build linux,!amd64 go1.19\n\npackage p\n",
         " a* \"b/[a-z]?\" `all:c` [^x]\\* all:d",
         "main.f\t12\tAAA *\nmain.g\t-\t\n",
         "./.../x/...",
         "...e" * 200 + "q"]


def put(target, name, data):
    d = os.path.join(OUT, target + "-corpus")
    os.makedirs(d, exist_ok=True)
    with open(os.path.join(d, name), "wb") as f:
        f.write(data)


def dictionary(target, words):
    with open(os.path.join(OUT, target + ".dict"), "w") as f:
        f.writelines('"%s"\n' % w.replace("\\", "\\\\").replace('"', '\\"') for w in words)


for path in glob.glob(os.path.join(ROOT, "testdata/*/*.go")):
    data = open(path, "rb").read()
    if len(data) < 4000:
        for mode in (b"\1", b"\2"):
            put("fuzz_parse", re.sub(r"\W", "_", os.path.relpath(path, ROOT)) + str(mode[0]), mode + data)
for i, text in enumerate(FILES):
    put("fuzz_files", "seed%d" % i, bytes([i]) + text.encode())
    put("fuzz_files", "seed%d_" % i, bytes([i + 10]) + text.encode())
dictionary("fuzz_parse", WORDS)
dictionary("fuzz_files", ["module", "go 1.19", "require (", ")", "replace", "=>", "v1.0.0", "exclude", "//go:build ", "// +build ", "&&", "||", "!", "all:", "...", "[^", "[a-", "\\\\"])
