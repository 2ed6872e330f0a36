"""Suite cli: what `minigo` answers to a command line, compared with what `go` answered to the same one.

A file testdata/cli/NAME.txt is a tree of files behind its commands, each with the output that it must have:

    $ go build ./cmd/x && ./x       a shell command; `go` is minigo here, and Go's own go when goldens are made
    1> ...                          its standard output
    2> ...                          its standard error
    ? 1                             its exit status, when not 0
    -- go.mod --                    a file

--update asks Go's go (a command that names minigo is asked of minigo: there the two are meant to differ).
Places in messages are written $WORK (the tree), $GOROOT and $TMP.
"""
import os, re, shutil, subprocess, tempfile

GO = "/usr/lib/go-1.19/bin/go"


def read_case(path):
    """(lines before the first file, {name: contents})"""
    head, files, name = [], {}, None
    for line in open(path, encoding="utf8", errors="surrogateescape"):
        m = re.match(r"-- (.+) --$", line)
        if m:
            name = m.group(1)
            files[name] = ""
        elif name is None:
            head.append(line.rstrip("\n"))
        else:
            files[name] += line
    return head, files


def normal(text, work):
    text = text.replace(work, "$WORK").replace(os.path.dirname(work), "$HOME").replace("minigo", "go").replace("/usr/lib/go-1.19", "$GOROOT").replace("/usr/share/go-1.19", "$GOROOT")
    return re.sub(r"/\S*/go-build-?\w+", "$TMP", text)


def answer(command, tree, path, env):
    """The lines of a golden: what the command printed and how it ended."""
    try:
        p = subprocess.run(["sh", "-c", command], cwd=tree, stdin=subprocess.DEVNULL, capture_output=True, timeout=600,
                           env=dict(env, PATH=path + ":" + os.environ["PATH"]), errors="surrogateescape")
        out, err, status = p.stdout, p.stderr, p.returncode
    except subprocess.TimeoutExpired:
        out, err, status = "", "timeout", 124
    lines = ["1> " + s for s in normal(out, tree).splitlines()] + ["2> " + s for s in normal(err, tree).splitlines()]
    return [s.rstrip() for s in lines] + (["? %d" % status] if status else [])


def make_tree(files, tmp):
    tree = os.path.join(tempfile.mkdtemp(dir=tmp), "w")
    os.makedirs(os.path.join(tree, "..", "home"))
    for name, text in files.items():
        path = os.path.join(tree, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if name.endswith("/"):
            continue
        with open(path, "w", encoding="utf8", errors="surrogateescape") as f:
            f.write(text)
    return os.path.realpath(tree)


def tool_dir(tmp, name, minigo, go):
    """A directory with the commands `go` and `minigo`."""
    d = os.path.join(tmp, name)
    os.makedirs(d, exist_ok=True)
    for command, target in (("minigo", minigo), ("go", go)):
        with open(os.path.join(d, command), "w") as f:
            f.write('#!/bin/sh\nexec %s "$@"\n' % target)
        os.chmod(os.path.join(d, command), 0o755)
    return d


def run_case(path, minigo, tmp, update=False):
    """None, or how the first wrong answer differs."""
    head, files = read_case(path)
    tree = make_tree(files, tmp)
    tools = tool_dir(os.path.dirname(tree), "tools", minigo, GO if update else minigo)
    env = dict(os.environ, HOME=os.path.join(os.path.dirname(tree), "home"), GOPROXY="off", GOFLAGS="", CGO_ENABLED="0", MINIGO_COMPAT="go1.19",
               GOCACHE=os.path.join(os.path.dirname(os.environ["MINIGO_CACHE"]), "gocache"), LC_ALL="C")
    for name in ("GOROOT", "GOPATH", "CC"):
        env.pop(name, None)
    out, problem, i = [], None, 0
    while i < len(head) and problem is None:
        line = head[i]
        i += 1
        out.append(line)
        if not line.startswith("$ "):
            continue
        want = []
        while i < len(head) and re.match(r"1>|2>|\?", head[i]):
            want.append(head[i])
            i += 1
        got = answer(line[2:], tree, tools, env)
        out += got
        if not update and got != want:
            k = next(k for k in range(len(got) + len(want)) if got[k:k + 1] != want[k:k + 1])
            problem = "%s: want %r, got %r" % (line, want[k:k + 3], got[k:k + 3])
    if update:
        with open(path, "w", encoding="utf8", errors="surrogateescape") as f:
            f.write("\n".join(out) + "\n")
            for name, text in files.items():
                f.write("-- %s --\n%s" % (name, text))
    shutil.rmtree(os.path.dirname(tree), ignore_errors=True)
    return problem
