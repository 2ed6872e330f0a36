package main

import "fmt"

type T struct{ n int }

func (t T) Value() int    { return t.n }
func (t *T) Pointer() int { return t.n }

func main() {
	t := T{1}
	v, p, e, q := t.Value, t.Pointer, T.Value, (*T).Pointer
	t.n = 2
	fmt.Println(v(), p(), e(t), q(&t), (*T).Value(&t))
}
