package p

func f() int         { m := make(map[int]int); m[1] = 2; return m[1] }
func g() map[int]int { return make(map[int]int) }
func h(n int) int    { m := make(map[int]int, n); return len(m) }
