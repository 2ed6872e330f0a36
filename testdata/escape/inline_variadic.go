package p

func n(xs ...int) int { return len(xs) }

func f() int { return n() + n(1) + n(1, 2) + n([]int{1, 2, 3}...) }
