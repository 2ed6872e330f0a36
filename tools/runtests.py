#!/usr/bin/env python3
"""Runs every test of minigo and prints a line for each that fails, then "N passed, N failed, N skipped".

Suites: unit (Criterion programs that the build made, tools/slack), doc (the document's programs), escape (-m output against the golden
files that tools/regen-escape took from gc), run (programs beside the output they must have), cli (command lines, see
clitest.py), installed (`meson install`), badinput (tools/badinput), gotest (Go's own tests, the quick part of tools/gotest;
testdata/gotest-failures.txt lists what fails), stress (a few seconds of each workload of testdata/stress; tools/stress is the
long form).
testdata/known-failures.txt lists by name and reason what does not pass yet; a listed test that passes is a failure, so
the list only shrinks.  --update rewrites the doc goldens of the default rule set, and the cli goldens from Go's go.
"""
import argparse, glob, json, os, re, shutil, signal, subprocess, sys, tempfile
from concurrent.futures import ThreadPoolExecutor

import clitest

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GO = "/usr/lib/go-1.19/bin/go"


def command(argv, cwd=None, timeout=120, env=None, stdin=subprocess.DEVNULL):
    """(exit status, stdout, stderr); status 124 after a timeout."""
    try:
        p = subprocess.run(argv, cwd=cwd, stdin=stdin, capture_output=True, timeout=timeout, env=env)
        return p.returncode, p.stdout.decode("utf8", "replace"), p.stderr.decode("utf8", "replace")
    except subprocess.TimeoutExpired:
        return 124, "", "timeout after %d s" % timeout


def first_difference(want, got):
    w, g = want.splitlines(), got.splitlines()
    for i in range(max(len(w), len(g))):
        a = w[i] if i < len(w) else "<end>"
        b = g[i] if i < len(g) else "<end>"
        if a != b:
            return "line %d: want %r, got %r" % (i + 1, a, b)
    return ""


class Runner:
    def __init__(self, build, update, only):
        self.build, self.update, self.only = os.path.abspath(build), update, only
        self.minigo = os.path.join(self.build, "minigo")
        os.environ.setdefault("MINIGO_CACHE", os.path.join(self.build, "cache"))
        self.tmp = tempfile.mkdtemp(prefix="minigo-test-")
        self.known = {}
        for line in open(os.path.join(ROOT, "testdata/known-failures.txt")):
            if line.strip() and not line.startswith("#"):
                name, _, reason = line.strip().partition(" ")
                self.known[name] = reason
        self.passed = self.failed = self.skipped = 0
        self.expected = 0

    def report(self, name, problem):
        """problem: None when the test passed."""
        if name in self.known:
            if problem is None:
                self.failed += 1
                print("FAIL %s: passes; take it off testdata/known-failures.txt" % name)
            else:
                self.expected += 1
                self.skipped += 1
        elif problem is None:
            self.passed += 1
        else:
            self.failed += 1
            print("FAIL %s: %s" % (name, problem))
        sys.stdout.flush()

    def each(self, names, test):
        names = [n for n in names if not self.only or any(o in n for o in self.only)]
        with ThreadPoolExecutor(2) as pool:
            for name, problem in zip(names, pool.map(test, names)):
                self.report(name, problem)

    # ---- suites

    def unit(self):
        tests = sorted(glob.glob(os.path.join(self.build, "**", "test_*"), recursive=True))
        tests = [t for t in tests if os.access(t, os.X_OK) and os.path.isfile(t)]

        def one(name):
            path = [t for t in tests if "unit/" + os.path.basename(t) == name][0]
            status, out, err = command([path], timeout=300, cwd=ROOT)
            return None if status == 0 else "exit status %d: %s" % (status, (err or out)[-400:])
        self.each(["unit/" + os.path.basename(t) for t in tests], one)

        def slack(name):
            status, out, err = command([os.path.join(ROOT, "tools/slack")], timeout=300)
            return None if status == 0 else (out + err)[-600:]
        if os.uname().machine == "x86_64" and shutil.which("gcc"):
            self.each(["unit/slack"], slack)

    def compile_dir(self, src):
        d = tempfile.mkdtemp(dir=self.tmp)
        shutil.copy(src, os.path.join(d, "demo.go"))
        return d

    def doc(self):
        def one(name):
            src = os.path.join(ROOT, "testdata", name.split("@")[0] + ".go")
            compat = name.split("@")[1]
            d = self.compile_dir(src)
            status, _, err = command([self.minigo, "build", "-compat=" + compat, "-m", "-l", "demo.go"], cwd=d, timeout=600)
            if status:
                return "exit status %d: %s" % (status, err[:400])
            golden = src[:-3] + "." + compat
            if self.update and compat == "doc":
                open(golden, "w").write(err)
            problem = first_difference(open(golden).read(), err)
            if problem:
                return problem
            status, out, err = command([os.path.join(d, "demo")], cwd=d)
            want = open(src[:-3] + ".out").read()
            return first_difference(want, out + err) or (None if status == 0 else "program: exit status %d" % status) or None
        names = sorted(glob.glob(os.path.join(ROOT, "testdata/doc/*.go")))
        self.each(["doc/%s@%s" % (os.path.basename(n)[:-3], c) for n in names for c in ("doc", "go1.19")], one)

    def escape(self):
        flags = {"m-l": ["-m", "-l"], "m": ["-m"], "m-m": ["-m", "-m"], "m-m-l": ["-m", "-m", "-l"]}

        def one(name):
            base, kind = name.split("@")
            src = os.path.join(ROOT, "testdata", base + ".go")
            d = tempfile.mkdtemp(dir=self.tmp)
            shutil.copy(src, d)
            status, _, err = command([self.minigo, "build", "-compat=go1.19", "-o", os.path.join(d, "program")] + flags[kind] + [os.path.basename(src)], cwd=d)
            golden = open("%s.%s" % (src[:-3], kind)).read()
            if status and not golden:
                return "exit status %d: %s" % (status, err[:300])
            return first_difference(golden, err) or None
        names = []
        for src in sorted(glob.glob(os.path.join(ROOT, "testdata/escape/*.go"))):
            for k in flags:
                if os.path.exists("%s.%s" % (src[:-3], k)):
                    names.append("escape/%s@%s" % (os.path.basename(src)[:-3], k))
        self.each(names, one)

    def badinput(self):
        """tools/badinput counts its own tests."""
        installed = os.path.join(self.tmp, "installed")
        self.install(installed)
        status, out, err = command([os.path.join(ROOT, "tools/badinput"), self.minigo, os.path.join(installed, "usr/local/bin/minigo")], timeout=1200)
        for line in out.splitlines()[:-1]:
            print(line)
        counts = re.match(r"(\d+) passed, (\d+) failed, (\d+) skipped", out.splitlines()[-1] if out else "")
        if not counts:
            return self.report("badinput", "exit status %d: %s" % (status, err[-400:]))
        for field, n in zip(("passed", "failed", "skipped"), counts.groups()):
            setattr(self, field, getattr(self, field) + int(n))
        if status != (counts.group(2) != "0"):      # it ended before its last test
            self.report("badinput/the rest", "exit status %d: %s" % (status, err[-400:]))

    def fuzz(self):
        """Half a minute for each target of tools/fuzz, from one seed: a failure is then the change's, not chance's."""
        if not shutil.which("clang") or not glob.glob("/usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a"):
            self.skipped += 1
            print("skipped: fuzz (clang with libFuzzer is not installed)")
            return
        status, out, err = command([os.path.join(ROOT, "tools/fuzz"), "30", "1"], timeout=1200)
        self.report("fuzz", None if status == 0 else (out + err)[-600:])

    def install(self, root):
        """meson install below root, readable for everybody. None, or what went wrong."""
        status, out, err = command(["meson", "install", "-C", self.build, "--no-rebuild"], cwd="/", env=dict(os.environ, DESTDIR=root), timeout=300)
        if status == 0:
            for d, _, _ in os.walk(root):
                os.chmod(d, 0o755)
            os.chmod(self.tmp, 0o755)
        return None if status == 0 else "meson install: exit status %d: %s" % (status, (out + err)[-400:])

    def installed(self):
        """An installation works from anywhere, without the tree that it came from."""
        root = os.path.join(self.tmp, "root")
        prefix = os.path.join(root, "usr/local")

        def one(name):
            if name == "installed/files":
                problem = self.install(root)
                wanted = ["bin/minigo", "lib/minigo/libminigo_rt.a", "lib/minigo/include/go.h", "lib/minigo/overlay/runtime/replace", "share/man/man1/minigo.1"]
                missing = [f for f in wanted if not os.path.exists(os.path.join(prefix, f))]
                return problem or ("missing: %s" % missing if missing else None)
            d = self.compile_dir(os.path.join(ROOT, "testdata/cli/hello.go"))
            env = dict(os.environ, MINIGO_CACHE=os.environ["MINIGO_CACHE"])
            status, out, _ = command([os.path.join(prefix, "bin/minigo"), "env"], cwd=d, env=env)
            if '="%s/' % ROOT in re.sub('MINIGO_CACHE=.*', '', out):
                return "names its source tree: %s" % out
            status, _, err = command([os.path.join(prefix, "bin/minigo"), "build", "demo.go"], cwd=d, env=env, timeout=600)
            if status:
                return "exit status %d: %s" % (status, err[:400])
            status, out, err = command([os.path.join(d, "demo")], cwd=d)
            return None if err == "hello\n" else "program: %r" % (out + err)
        for name in ("installed/files", "installed/builds"):
            self.each([name], one)

    def cli(self):
        def one(name):
            return clitest.run_case(os.path.join(ROOT, "testdata", name + ".txt"), self.minigo, self.tmp, self.update)
        self.each(["cli/" + os.path.basename(n)[:-4] for n in sorted(glob.glob(os.path.join(ROOT, "testdata/cli/*.txt")))], one)

    def run(self):
        def one(name):
            src = os.path.join(ROOT, "testdata", name + ".go")
            d = self.compile_dir(src)
            status, _, err = command([self.minigo, "build", "demo.go"], cwd=d, timeout=600)
            if status:
                return "build: exit status %d: %s" % (status, err[:400])
            status, out, err = command([os.path.join(d, "demo")], cwd=d, timeout=60)
            want = open(src[:-3] + ".out").read()
            return first_difference(want, out + ("" if status == 0 else "exit status %d\n" % status)) or None
        names = sorted(glob.glob(os.path.join(ROOT, "testdata/run/*.go")))
        self.each(["run/" + os.path.basename(n)[:-3] for n in names], one)

    def gotest(self):
        """Go's own tests: all that must be refused or print something, and the quick ones of those that run."""
        runs = [["errorcheck"], ["run", "chan/*", "ken/*", "interface/*", "syntax/*", "inline*", "recover*", "[ef]*.go", "abi/*"]]
        results = os.path.join(self.tmp, "gotest.json")
        known = [line.partition(":")[0] for line in open(os.path.join(ROOT, "testdata/gotest-failures.txt")) if not line.startswith("#")]
        for args in runs:
            status, out, err = command([os.path.join(ROOT, "tools/gotest"), "--minigo", self.minigo, "--json", results] + args, timeout=600)
            if not os.path.exists(results):
                self.report("gotest/" + args[0], (out + err)[-400:])
                continue
            outcome = {"gotest/" + r["name"]: r for r in json.load(open(results))["results"] if r["outcome"] != "skipped"}
            os.remove(results)

            def one(name):
                r = outcome[name]
                if (r["outcome"] == "failed") == (r["name"] in known):
                    return None
                return r["reason"] or "passes; take it off testdata/gotest-failures.txt"
            self.each(sorted(outcome), one)

    def stress(self):
        program = os.path.join(self.tmp, "stress")
        built = command([self.minigo, "build", "-o", program] + sorted(glob.glob(os.path.join(ROOT, "testdata/stress/*.go"))), timeout=600)

        def one(name):
            if built[0]:
                return "build: exit status %d: %s" % (built[0], built[2][:400])
            workload, mode = name.split("/")[1].split("@")
            godebug = {"plain": "", "stress": "gcstress=1000"}[mode]
            status, out, err = command([program, "-d", "2s", workload], timeout=150, env=dict(os.environ, GODEBUG=godebug))
            return None if status == 0 else "exit status %d: %s" % (status, (err or out)[:600])
        workloads = ["alloc", "channels", "timers", "signals", "goroutines", "netpoll", "mixed"]
        self.each(["stress/%s@%s" % (w, m) for w in workloads for m in ("plain", "stress")], one)


def main():
    for s in signal.SIGINT, signal.SIGHUP:      # which whoever started this in the background may have had ignored
        signal.signal(s, signal.SIG_DFL)
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--build", default="build", help="build directory")
    ap.add_argument("--update", action="store_true", help="rewrite the doc and cli goldens")
    ap.add_argument("--suite", action="append", help="only this suite")
    ap.add_argument("--failures", help="also write the names of failing tests to this file")
    ap.add_argument("only", nargs="*", help="only tests whose name contains one of these")
    ap.add_argument("--cc", help="C compiler that minigo is to use")
    ap.add_argument("--godebug", metavar="SETTINGS", help="GODEBUG of all compiled programs: --godebug gcstress=100 --suite run --suite doc --suite gotest")
    args = ap.parse_args()
    if args.godebug:
        os.environ["GODEBUG"] = args.godebug
    if args.cc:
        os.environ["CC"] = args.cc
    r = Runner(args.build, args.update, args.only)
    try:
        for suite in args.suite or ["unit", "doc", "run", "cli", "installed", "badinput", "escape", "gotest", "stress", "fuzz"]:
            before = (r.passed, r.failed)
            getattr(r, suite)()
            print("%s: %d passed, %d failed" % (suite, r.passed - before[0], r.failed - before[1]), file=sys.stderr)
    finally:
        shutil.rmtree(r.tmp, ignore_errors=True)
    if r.expected:
        print("skipped: %d known failures of testdata/known-failures.txt" % r.expected)
    print("%d passed, %d failed, %d skipped" % (r.passed, r.failed, r.skipped))
    return 1 if r.failed else 0


if __name__ == "__main__":
    sys.exit(main())
