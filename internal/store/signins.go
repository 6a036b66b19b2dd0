package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// SignIn signs a browser in, and returns the token that only it knows. A token
// it had before is no longer worth anything.
func (s *Store) SignIn(ctx context.Context, in event.Signin, before string, now time.Time) (token string, err error) {
	now, token = moment(now), rand.Text()
	in.ID, in.TokenHash, in.CreatedAt, in.SeenAt = 0, hashToken(token), now, now
	err = s.transaction(ctx, func(tx *gorm.DB) error {
		if err := tx.Where("token_hash = ?", hashToken(before)).Delete(&event.Signin{}).Error; err != nil {
			return err
		}
		if err := one(tx.Model(&event.User{}).Where("id = ?", in.UserID).Updates(map[string]any{"signed_in_at": now})); err != nil {
			return err
		}
		in.ID = 0
		return tx.Create(&in).Error
	})
	if err != nil {
		return "", fmt.Errorf("sign in user %d: %w", in.UserID, err)
	}
	return token, nil
}

// seenEvery is how exactly it is known when a browser was last used: a write at
// every look would be too many.
const seenEvery = 5 * time.Minute

// SignedIn finds who is signed in with a token. It returns event.ErrNotFound
// for a token that was never worth anything, or no longer is.
func (s *Store) SignedIn(ctx context.Context, token string, now time.Time) (event.Signin, event.User, error) {
	now = moment(now)
	var in event.Signin
	if err := s.read.WithContext(ctx).Where("token_hash = ?", hashToken(token)).Take(&in).Error; err != nil {
		return in, event.User{}, notFound(err)
	}
	if !in.IsAlive(now) {
		return in, event.User{}, event.ErrNotFound
	}
	if now.Sub(in.SeenAt) >= seenEvery {
		err := s.write.WithContext(ctx).Model(&event.Signin{}).Where("id = ?", in.ID).Updates(map[string]any{"seen_at": now}).Error
		if err != nil {
			return in, event.User{}, fmt.Errorf("note that a browser is used: %w", err)
		}
	}
	user, err := s.User(ctx, in.UserID)
	return in, user, err
}

// Signins lists the browsers in which a user is signed in, the latest first.
func (s *Store) Signins(ctx context.Context, userID uint, now time.Time) ([]event.Signin, error) {
	var all, alive []event.Signin
	if err := s.read.WithContext(ctx).Where("user_id = ?", userID).Order("seen_at DESC, id DESC").Find(&all).Error; err != nil {
		return nil, err
	}
	for _, in := range all {
		if in.IsAlive(now) {
			alive = append(alive, in)
		}
	}
	return alive, nil
}

// SignOut signs one browser of a user out.
func (s *Store) SignOut(ctx context.Context, userID, id uint) error {
	return one(s.write.WithContext(ctx).Where("user_id = ? AND id = ?", userID, id).Delete(&event.Signin{}))
}

// SignOutEverywhere signs all browsers of a user out but one, which is 0 for
// none.
func (s *Store) SignOutEverywhere(ctx context.Context, userID, keep uint) error {
	return s.write.WithContext(ctx).Where("user_id = ? AND id <> ?", userID, keep).Delete(&event.Signin{}).Error
}

// PurgeSignins removes what is no longer worth anything: browsers, tickets and
// attempts from before the given moments.
func (s *Store) PurgeSignins(ctx context.Context, now time.Time) error {
	now = moment(now)
	tx := s.write.WithContext(ctx)
	dead := tx.Where("seen_at < ? OR created_at < ?", now.Add(-event.SigninIdle), now.Add(-event.SigninLife)).Delete(&event.Signin{})
	if dead.Error != nil {
		return dead.Error
	}
	// Used invitations stay for a while: they say who let whom in.
	if err := tx.Where("expires_at < ?", now.AddDate(0, 0, -30)).Delete(&event.Ticket{}).Error; err != nil {
		return err
	}
	return tx.Where("at < ?", now.Add(-24*time.Hour)).Delete(&attempt{}).Error
}

// hashToken is what the database knows of a token. Tokens are random, so that a
// plain hash cannot be turned around.
func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
