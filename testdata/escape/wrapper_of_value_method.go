package p

type T struct{ n int }

func (t T) String() string { return "t" }

var g interface{ String() string }

func f() { g = T{1} }
