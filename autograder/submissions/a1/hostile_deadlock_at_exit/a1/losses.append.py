import threading

threading.Thread(target=threading.Event().wait, args=(16,)).start()
