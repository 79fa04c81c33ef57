/*
 * Copyright 2026-present the medkit authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.medkit.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.dao.DataIntegrityViolationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ReadingStore}, on a database in a file.
 */
class ReadingStoreTests {

	@TempDir
	private Path directory;

	@Test
	void savesEveryValue() {
		try (TestDatabase database = new TestDatabase(this.directory)) {
			HostReading reading = new HostReading(Readings.START, 0.125, 1, 2, 3, 4, 5);
			database.store().save(List.of(reading));
			assertThat(database.readings()).containsExactly(reading);
		}
	}

	@Test
	void savesNothing() {
		try (TestDatabase database = new TestDatabase(this.directory)) {
			database.store().save(List.of());
			assertThat(database.readings()).isEmpty();
		}
	}

	@Test
	void savingABatchAgainChangesNothing() {
		try (TestDatabase database = new TestDatabase(this.directory)) {
			database.store().save(Readings.range(0, 3));
			database.store().save(Readings.range(0, 4));
			assertThat(database.readings()).isEqualTo(Readings.range(0, 4));
		}
	}

	@Test
	void savesAllOrNothing() {
		try (TestDatabase database = new TestDatabase(this.directory)) {
			database.execute("ALTER TABLE reading ADD CHECK (disk_read_rate <> 2)");
			assertThatExceptionOfType(DataIntegrityViolationException.class)
				.isThrownBy(() -> database.store().save(Readings.range(0, 3)));
			assertThat(database.readings()).isEmpty();
		}
	}

	@Test
	void deletesWhatIsOlder() {
		try (TestDatabase database = new TestDatabase(this.directory)) {
			database.store().save(Readings.range(0, 10));
			assertThat(database.store().deleteBefore(Readings.at(6).takenAt())).isEqualTo(6);
			assertThat(database.readings()).isEqualTo(Readings.range(6, 10));
		}
	}

	@Test
	void restartKeepsEveryReading() {
		try (TestDatabase database = new TestDatabase(this.directory)) {
			database.store().save(Readings.range(0, 100));
		}
		try (TestDatabase database = new TestDatabase(this.directory)) {
			assertThat(database.readings()).isEqualTo(Readings.range(0, 100));
			database.store().save(Readings.range(100, 200));
			assertThat(database.readings()).isEqualTo(Readings.range(0, 200));
		}
	}

	@Test
	void killedProcessLeavesEveryReadingInTheFile(@TempDir Path afterwards) throws IOException {
		try (TestDatabase database = new TestDatabase(this.directory)) {
			for (int i = 0; i < 50; i++) {
				database.store().save(Readings.range(10 * i, 10 * (i + 1)));
			}
			// What a killed process leaves is the file as it is while the database is
			// open.
			Files.copy(this.directory.resolve("gateway.mv.db"), afterwards.resolve("gateway.mv.db"));
		}
		try (TestDatabase database = new TestDatabase(afterwards)) {
			assertThat(database.readings()).isEqualTo(Readings.range(0, 500));
		}
	}

}
