package topic

import (
	"fmt"
	"slices"

	"github.com/wireroom/wireroom/pkg/contract"
)

// branch is a run of Media Topics under one of the first level.
type branch struct{ from, to, first int }

// branches: the numbers of Media Topics tell no hierarchy by themselves, but IPTC
// numbered the vocabulary of 2010 in the order of its tree, so that each topic of
// the first level has one run. Every topic of the second level still lies in the
// run of its parent; single deeper ones were moved since, hence inRun's
// confidence. Source: IPTC Media Topic NewsCodes, CC BY 4.0.
var branches = []branch{
	{20000002, 20000052, 1},
	{20000053, 20000081, 16},
	{20000082, 20000138, 2},
	{20000139, 20000168, 3},
	{20000170, 20000396, 4},
	{20000397, 20000417, 5},
	{20000418, 20000445, 6},
	{20000446, 20000496, 7},
	{20000497, 20000508, 8},
	{20000509, 20000537, 9},
	{20000538, 20000573, 10},
	{20000574, 20000656, 11},
	{20000657, 20000709, 12},
	{20000710, 20000767, 13},
	{20000768, 20000821, 14},
	{20000822, 20001127, 15},
	{20001128, 20001131, 17},
}

// inRun is how sure a topic is that follows from the run alone.
const inRun = 90

// second lists the topics of the second level by that of the first, with those
// of later years that are outside of its run. Source as above.
var second = map[int][]int{
	1:  {20000002, 20000038, 20000045},
	2:  {20000082, 20000106, 20000119, 20000121, 20000129},
	3:  {20000139, 20000148, 20000160, 20000167, 20000168},
	4:  {20000170, 20000209, 20000344, 20000385},
	5:  {20000398, 20000399, 20000400, 20000410, 20000411, 20000412, 20000413, 20000414, 20000415, 20000416, 20001216, 20001217, 20001337, 20001338},
	6:  {20000418, 20000420, 20000424, 20000430, 20000441},
	7:  {20000446, 20000461, 20000463, 20000464, 20000480, 20000483, 20000484, 20000485, 20000493},
	8:  {20000497, 20000498, 20000499, 20000500, 20000501, 20000502, 20000503, 20000504, 20000505, 20000507, 20001237, 20001238},
	9:  {20000509, 20000521, 20000523, 20000524, 20000531, 20000533, 20000536},
	10: {20000538, 20000565, 20001339},
	11: {20000574, 20000587, 20000593, 20000621, 20000638, 20000646, 20000647, 20000648, 20000649},
	12: {20000657, 20000687, 20000688, 20000689, 20000690, 20000696, 20000697, 20000702, 20000703, 20000705},
	13: {20000710, 20000715, 20000717, 20000735, 20000741, 20000742, 20000755, 20000756},
	14: {20000768, 20000770, 20000771, 20000772, 20000775, 20000780, 20000788, 20000799, 20000802, 20000808, 20000817},
	15: {20000822, 20001103, 20001104, 20001108, 20001124, 20001125, 20001126, 20001148, 20001301, 20001323, 20001324, 20001325},
	16: {20000053, 20000056, 20000065, 20000070, 20000071, 20000073, 20000077, 20000080},
	17: {20001128, 20001129, 20001130, 20001131},
}

// above gives the topic of the first level above a Media Topic of a deeper one;
// false for one that the tables don't tell.
func above(number int) (Found, bool) {
	for first, topics := range second {
		if slices.Contains(topics, number) {
			return found(first, 100)
		}
	}
	for _, b := range branches {
		if number >= b.from && number <= b.to {
			return found(b.first, inRun)
		}
	}
	return Found{}, false
}

func found(first, confidence int) (Found, bool) {
	t, ok := contract.TopicByCode(fmt.Sprintf("%02d000000", first))
	return Found{t, confidence}, ok
}
