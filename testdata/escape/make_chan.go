package p

func f() chan int { return make(chan int) }
func g() {
	c := make(chan int, 1)
	c <- 1
}
