package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"sort"
	"strconv"
	"strings"
	"time"
)

func main() {
	fs := flag.NewFlagSet("x", flag.ContinueOnError)
	n := fs.Int("n", 1, "number")
	fmt.Println(fs.Parse([]string{"-n", "7", "rest"}), *n, fs.Args())
	s := bufio.NewScanner(strings.NewReader("b 2\na 1\nc 3\n"))
	var lines []string
	for s.Scan() {
		lines = append(lines, s.Text())
	}
	sort.Slice(lines, func(i, j int) bool { return lines[i] < lines[j] })
	_, err := strconv.Atoi("12x")
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	fmt.Fprintln(w, lines, err, strconv.Quote("é\n"), strconv.FormatFloat(1.0/3, 'g', -1, 64))
	t := time.Date(2020, time.February, 28, 23, 0, 0, 0, time.UTC).Add(2 * time.Hour)
	fmt.Fprintln(w, t.Format(time.RFC1123), t.YearDay(), 90*time.Minute)
	fmt.Fprintln(w, strings.Fields(" a  b "), strings.Repeat("ab", 3), strings.Title("go"), strings.NewReplacer("a", "1").Replace("banana"))
}
