package p

import "strings"

func f(s ...string) string { return strings.Join(s, ",") }
func g() string            { return f("a", "b") }
