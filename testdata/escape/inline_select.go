package p

func try(c chan int) int {
	select {
	case x := <-c:
		return x
	default:
		return 0
	}
}
func f(c chan int) int { return try(c) }
