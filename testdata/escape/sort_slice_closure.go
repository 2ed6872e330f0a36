package p

import "sort"

func f(s []int) {
	sort.Slice(s, func(i, j int) bool { return s[i] < s[j] })
}
