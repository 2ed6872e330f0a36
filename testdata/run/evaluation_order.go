package main

import "fmt"

func t(s string, v int) int { fmt.Print(s, " "); return v }

func main() {
	a := []int{t("a", 1), t("b", 2)}
	a[t("i", 0)], a[t("j", 1)] = t("x", 5), t("y", 6)
	i := 0
	i, a[i] = 1, 9
	m := map[int]int{t("k", 1): t("v", 2)}
	fmt.Println(a, i, m, t("p", 1)+t("q", 2)*t("r", 3), t("f", 0) == 1 && t("never", 1) == 1)
}
