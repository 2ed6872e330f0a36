package p

func f() int            { m := map[string]int{"a": 1}; return m["a"] }
func g() map[string]int { return map[string]int{"a": 1} }
