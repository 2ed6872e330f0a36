package main

import "fmt"

func try(f func()) {
	defer func() { fmt.Println(recover()) }()
	f()
}

func main() {
	s, t, n := []int{1, 2, 3}, "abc", 5
	a := [4]int{}
	try(func() { _ = s[n] })
	try(func() { _ = s[-n+4] })
	try(func() { _ = t[n] })
	try(func() { _ = s[n:] })
	try(func() { _ = s[:n] })
	try(func() { _ = s[3 : n-3] })
	try(func() { _ = t[n:] })
	try(func() { _ = t[2 : n-4] })
	try(func() { _ = s[:2:n] })
	try(func() { _ = a[n%5+n] })
	try(func() { _ = (*[4]int)(s) })
}
