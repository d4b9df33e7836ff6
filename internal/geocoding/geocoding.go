// Package geocoding asks the operator's own Nominatim, or another server that
// answers as it does, where an address is. It is used at the desk only, and off
// unless the operator names a server.
package geocoding

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"telaio/internal/clock"
	"telaio/internal/fault"
)

// Hit is a place that an address may be.
type Hit struct {
	Name     string // as the server writes it
	Lat, Lon float64
}

// The bounds of what is asked and kept.
const (
	pace     = time.Second // between two questions, as Nominatim's rules have it
	most     = 5           // hits of an address
	kept     = 200         // answers
	longest  = 300         // bytes of an address
	longName = 300         // bytes of a hit's name
	patience = 10 * time.Second
	mostRead = 1 << 20 // bytes of an answer
)

// Server is the server that is asked. It is safe for concurrent use.
type Server struct {
	url    string
	client *http.Client
	clock  clock.Clock

	mu      sync.Mutex
	next    time.Time // before which nothing is asked
	answers map[string][]Hit
}

// New returns the server at an address such as http://10.0.0.5:8080/search. The
// operator has named it, so it may well stand in their own network.
func New(address string, clock clock.Clock) *Server {
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Server{url: address, client: &http.Client{Timeout: patience, CheckRedirect: stay}, clock: clock, answers: map[string][]Hit{}}
}

// Search lists where an address may be, in a country (ISO 3166-1 alpha-2) or, if
// that is "", anywhere. What has been asked before is answered from memory. A
// second question within a second is refused as unavailable.
func (s *Server) Search(ctx context.Context, address, country string) ([]Hit, error) {
	address = strings.Join(strings.Fields(address), " ")
	if address == "" || len(address) > longest {
		return nil, fault.New(fault.Invalid, "geocoding.no_address")
	}
	key := country + "\n" + strings.ToLower(address)
	if hits, known, err := s.turn(key); known || err != nil {
		return hits, err
	}
	hits, err := s.ask(ctx, address, country)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, "geocoding.silent", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.answers) >= kept {
		clear(s.answers)
	}
	s.answers[key] = hits
	return hits, nil
}

// turn answers from memory, or takes the turn to ask.
func (s *Server) turn(key string) (hits []Hit, known bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if hits, known = s.answers[key]; known {
		return hits, true, nil
	}
	now := s.clock.Now()
	if now.Before(s.next) {
		return nil, false, fault.New(fault.TooMany, "geocoding.too_fast")
	}
	s.next = now.Add(pace)
	return nil, false, nil
}

func (s *Server) ask(ctx context.Context, address, country string) ([]Hit, error) {
	query := url.Values{"q": {address}, "format": {"jsonv2"}, "limit": {strconv.Itoa(most)}}
	if country != "" {
		query.Set("countrycodes", strings.ToLower(country))
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+"?"+query.Encode(), nil)
	if err != nil {
		return nil, fmt.Errorf("ask where an address is: %w", err)
	}
	answer, err := s.client.Do(request)
	if err != nil {
		// The error names what was asked, and an address may be confidential.
		return nil, errors.New("ask where an address is: no answer")
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("ask where an address is: status %d", answer.StatusCode)
	}
	return parse(json.NewDecoder(io.LimitReader(answer.Body, mostRead)))
}

// parse reads the hits of an answer and leaves out what is no place on the earth.
func parse(d *json.Decoder) ([]Hit, error) {
	var found []struct {
		Name string `json:"display_name"`
		Lat  string `json:"lat"`
		Lon  string `json:"lon"`
	}
	if err := d.Decode(&found); err != nil {
		return nil, fmt.Errorf("read where an address is: %w", err)
	}
	hits := []Hit{}
	for _, f := range found {
		lat, errLat := strconv.ParseFloat(f.Lat, 64)
		lon, errLon := strconv.ParseFloat(f.Lon, 64)
		if errLat == nil && errLon == nil && lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180 && len(hits) < most {
			hits = append(hits, Hit{strings.ToValidUTF8(f.Name[:min(longName, len(f.Name))], ""), lat, lon})
		}
	}
	return hits, nil
}
