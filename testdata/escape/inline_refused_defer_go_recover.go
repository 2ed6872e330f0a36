package p

func d()               { defer println() }
func g()               { go println() }
func r() interface{}   { return recover() }
func s(c chan int) int { select {}; return 1 }
