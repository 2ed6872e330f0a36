package p

var keep []int

func hold(xs ...int) { keep = xs }

func f()        { hold(1, 2, 3) }
func g(s []int) { hold(s...) }
