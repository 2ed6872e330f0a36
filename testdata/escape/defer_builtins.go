package p

func f(c chan int, m map[string]int, k string) {
	defer close(c)
	defer delete(m, k)
	defer println(k, 1)
	defer panic("x")
	defer recover()
}
