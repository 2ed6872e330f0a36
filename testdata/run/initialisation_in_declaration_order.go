// Constants, wherever they are declared, keep no variable waiting; a variable without initialiser does until its declaration.
package main

import "fmt"

func f(s string, n int) int { fmt.Println(s, n); return n }

var a = f("a", N)
var b = f("b", 1)

const N = 5

var c = d + f("c", 0)
var e = f("e", g())
var d = f("d", 2)

func g() int { return h }

var h = f("h", 3)
var i, j = pair()
var k = f("k", 4)
var l = k + m
var o = f("o", 6)
var m = f("m", 5)

func pair() (int, int) { return f("i", o), N }

func main() { fmt.Println(a, b, c, d, e, h, i, j, k, l, m, o, p1, p2) }

var p1 = f("p1", *q)
var p2 = f("p2", 1)
var zero int
var q = &zero
