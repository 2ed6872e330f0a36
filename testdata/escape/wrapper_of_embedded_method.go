package p

type B struct{ n int }

func (b *B) M() int { return b.n }

type T struct{ *B }

var g interface{ M() int }

func f(t T) { g = t }
