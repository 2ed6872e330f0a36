package p

func f(c chan int) {
	x := 1
	c <- x
}
