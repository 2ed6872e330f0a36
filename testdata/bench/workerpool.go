// A pool of workers takes jobs from one channel and returns results on another; each job allocates its result.
// bench: conc
package main

import (
	"fmt"
	"sync"
)

type job struct {
	id   int
	data [8]uint32
}
type result struct {
	id   int
	hash uint32
}

func work(j *job) *result {
	h := uint32(2166136261)
	for round := 0; round < 4; round++ {
		for _, d := range j.data {
			h = (h ^ d) * 16777619
		}
	}
	return &result{j.id, h}
}

func main() {
	const jobs, workers = 5000000, 16
	in, out := make(chan *job, 64), make(chan *result, 64)
	var wg sync.WaitGroup
	for w := 0; w < workers; w++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := range in {
				out <- work(j)
			}
		}()
	}
	go func() {
		for i := 0; i < jobs; i++ {
			j := &job{id: i}
			for k := range j.data {
				j.data[k] = uint32(i * (k + 1))
			}
			in <- j
		}
		close(in)
		wg.Wait()
		close(out)
	}()
	sum := uint64(0)
	for r := range out {
		sum += uint64(r.hash) ^ uint64(r.id)
	}
	fmt.Println(sum)
}
