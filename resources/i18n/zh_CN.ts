<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>Playback</source>
        <translation>录像回放</translation>
    </message>
    <message>
        <source>Wall</source>
        <translation>电视墙</translation>
    </message>
    <message>
        <source>Inspection</source>
        <translation>巡检</translation>
    </message>
    <message>
        <source>Screens</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>General</source>
        <translation>通用</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play; again for faster</source>
        <translation>播放，再按加速</translation>
    </message>
    <message>
        <source>Play backwards; again for faster</source>
        <translation>倒放，再按加速</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>后退一帧</translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation>前进一帧</translation>
    </message>
    <message>
        <source>5 s back</source>
        <translation>后退 5 秒</translation>
    </message>
    <message>
        <source>5 s on</source>
        <translation>前进 5 秒</translation>
    </message>
    <message>
        <source>60 s back</source>
        <translation>后退 60 秒</translation>
    </message>
    <message>
        <source>60 s on</source>
        <translation>前进 60 秒</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>减速</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>加速</translation>
    </message>
    <message>
        <source>Go to a date and time</source>
        <translation>跳转到日期和时间</translation>
    </message>
    <message>
        <source>Loop: from here, to here, off</source>
        <translation>循环：从此处、到此处、关闭</translation>
    </message>
    <message>
        <source>Loop begins here</source>
        <translation>循环从此处开始</translation>
    </message>
    <message>
        <source>Loop ends here</source>
        <translation>循环到此处结束</translation>
    </message>
    <message>
        <source>No loop</source>
        <translation>取消循环</translation>
    </message>
    <message>
        <source>Condense: skip the quiet, on, off</source>
        <translation>浓缩播放：跳过静止片段，开、关</translation>
    </message>
    <message>
        <source>Condense: any tile, or the selected one</source>
        <translation>浓缩播放：任一格或仅选中格</translation>
    </message>
    <message>
        <source>Same moment on all cameras of this store, and back</source>
        <translation>本店所有摄像机的同一时刻，再按返回</translation>
    </message>
    <message>
        <source>Bookmark; again to write its text</source>
        <translation>书签，再按输入内容</translation>
    </message>
    <message>
        <source>Next bookmark</source>
        <translation>下一个书签</translation>
    </message>
    <message>
        <source>Previous bookmark</source>
        <translation>上一个书签</translation>
    </message>
    <message>
        <source>Next evidence</source>
        <translation>下一个证据</translation>
    </message>
    <message>
        <source>Previous evidence</source>
        <translation>上一个证据</translation>
    </message>
    <message>
        <source>Show live pictures</source>
        <translation>显示实时画面</translation>
    </message>
    <message>
        <source>Show recordings</source>
        <translation>显示录像</translation>
    </message>
    <message>
        <source>Selected tile alone, and back</source>
        <translation>单独显示选中格，再按返回</translation>
    </message>
    <message>
        <source>Live picture in this tile, and back</source>
        <translation>此格切换为实时画面，再按恢复</translation>
    </message>
    <message>
        <source>Enter the password of the selected tile</source>
        <translation>输入选中格的密码</translation>
    </message>
    <message>
        <source>Layout of 1 tile</source>
        <translation>1 宫格</translation>
    </message>
    <message>
        <source>Layout of 4 tiles</source>
        <translation>4 宫格</translation>
    </message>
    <message>
        <source>Layout of 9 tiles</source>
        <translation>9 宫格</translation>
    </message>
    <message>
        <source>Layout of 16 tiles</source>
        <translation>16 宫格</translation>
    </message>
    <message>
        <source>Layout of 25 tiles</source>
        <translation>25 宫格</translation>
    </message>
    <message>
        <source>Layout of 36 tiles</source>
        <translation>36 宫格</translation>
    </message>
    <message>
        <source>Select the tile on the left</source>
        <translation>选择左侧的格子</translation>
    </message>
    <message>
        <source>Select the tile on the right</source>
        <translation>选择右侧的格子</translation>
    </message>
    <message>
        <source>Select the tile above</source>
        <translation>选择上方的格子</translation>
    </message>
    <message>
        <source>Select the tile below</source>
        <translation>选择下方的格子</translation>
    </message>
    <message>
        <source>Swap the tile with the one on the left</source>
        <translation>与左侧的格子互换</translation>
    </message>
    <message>
        <source>Swap the tile with the one on the right</source>
        <translation>与右侧的格子互换</translation>
    </message>
    <message>
        <source>Swap the tile with the one above</source>
        <translation>与上方的格子互换</translation>
    </message>
    <message>
        <source>Swap the tile with the one below</source>
        <translation>与下方的格子互换</translation>
    </message>
    <message>
        <source>Digital zoom: closer</source>
        <translation>数字变焦：放大</translation>
    </message>
    <message>
        <source>Digital zoom: wider</source>
        <translation>数字变焦：缩小</translation>
    </message>
    <message>
        <source>Digital zoom: whole picture again</source>
        <translation>数字变焦：恢复整个画面</translation>
    </message>
    <message>
        <source>Digital zoom: to the left</source>
        <translation>数字变焦：左移</translation>
    </message>
    <message>
        <source>Digital zoom: to the right</source>
        <translation>数字变焦：右移</translation>
    </message>
    <message>
        <source>Digital zoom: up</source>
        <translation>数字变焦：上移</translation>
    </message>
    <message>
        <source>Digital zoom: down</source>
        <translation>数字变焦：下移</translation>
    </message>
    <message>
        <source>Take the camera off the selected tile</source>
        <translation>移除选中格的摄像机</translation>
    </message>
    <message>
        <source>Clear the wall</source>
        <translation>清空电视墙</translation>
    </message>
    <message>
        <source>Boxes and trails on, off</source>
        <translation>显示或隐藏方框与轨迹</translation>
    </message>
    <message>
        <source>Facts of the pictures on, off</source>
        <translation>显示或隐藏画面信息</translation>
    </message>
    <message>
        <source>Wall in its own window, and back</source>
        <translation>电视墙独立窗口，再按收回</translation>
    </message>
    <message>
        <source>Live wall in a second window, and away</source>
        <translation>第二窗口中的实时墙，再按关闭</translation>
    </message>
    <message>
        <source>Show the selected camera on the live wall</source>
        <translation>在实时墙上显示选中的摄像机</translation>
    </message>
    <message>
        <source>Wall to the next screen</source>
        <translation>电视墙移到下一块屏幕</translation>
    </message>
    <message>
        <source>Full screen, and back</source>
        <translation>全屏，再按退出</translation>
    </message>
    <message>
        <source>Look for hints in what the timeline shows</source>
        <translation>在时间轴所示时段中查找提示</translation>
    </message>
    <message>
        <source>Stop looking for hints</source>
        <translation>停止查找提示</translation>
    </message>
    <message>
        <source>Timeline: show all footage</source>
        <translation>时间轴：显示全部录像</translation>
    </message>
    <message>
        <source>Timeline: closer</source>
        <translation>时间轴：放大</translation>
    </message>
    <message>
        <source>Timeline: look earlier</source>
        <translation>时间轴：查看更早</translation>
    </message>
    <message>
        <source>Timeline: look later</source>
        <translation>时间轴：查看更晚</translation>
    </message>
    <message>
        <source>Timeline: back to the wall&apos;s moment</source>
        <translation>时间轴：回到当前时刻</translation>
    </message>
    <message>
        <source>Timeline: wider</source>
        <translation>时间轴：缩小</translation>
    </message>
    <message>
        <source>Sound of the selected tile on, off</source>
        <translation>打开或关闭所选格子的声音</translation>
    </message>
    <message>
        <source>Export clip</source>
        <translation>导出录像片段</translation>
    </message>
    <message>
        <source>Open a clip</source>
        <translation>打开录像片段</translation>
    </message>
    <message>
        <source>Fetch recordings to this workstation</source>
        <translation>将录像取回本工作站</translation>
    </message>
    <message>
        <source>Keep a picture of the selected tile</source>
        <translation>保存所选格子的图片</translation>
    </message>
    <message>
        <source>Keep a picture of every tile</source>
        <translation>保存所有格子的图片</translation>
    </message>
    <message>
        <source>Copy the picture of the selected tile</source>
        <translation>复制所选格子的图片</translation>
    </message>
    <message>
        <source>Save the picture of the selected tile</source>
        <translation>将所选格子的图片另存为文件</translation>
    </message>
    <message>
        <source>Answer: pass</source>
        <translation>判定：合格</translation>
    </message>
    <message>
        <source>Answer: fail</source>
        <translation>判定：不合格</translation>
    </message>
    <message>
        <source>Answer: N/A</source>
        <translation>判定：不适用</translation>
    </message>
    <message>
        <source>Answer: not assessable</source>
        <translation>判定：无法判定</translation>
    </message>
    <message>
        <source>Store the answer, next item</source>
        <translation>保存判定，下一项</translation>
    </message>
    <message>
        <source>Store the answer, previous item</source>
        <translation>保存判定，上一项</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>写备注</translation>
    </message>
    <message>
        <source>Take back the last answer</source>
        <translation>撤回上一次判定</translation>
    </message>
    <message>
        <source>Evidence from the selected tile</source>
        <translation>从选中格取证</translation>
    </message>
    <message>
        <source>Mark the evidence</source>
        <translation>标注证据</translation>
    </message>
    <message>
        <source>Rectification task for this item</source>
        <translation>为此检查项开整改单</translation>
    </message>
    <message>
        <source>Next hint</source>
        <translation>下一条提示</translation>
    </message>
    <message>
        <source>Previous hint</source>
        <translation>上一条提示</translation>
    </message>
    <message>
        <source>Accept the hint</source>
        <translation>采纳提示</translation>
    </message>
    <message>
        <source>Dismiss the hint</source>
        <translation>忽略提示</translation>
    </message>
    <message>
        <source>Rectifications</source>
        <translation>整改</translation>
    </message>
    <message>
        <source>Scorecards</source>
        <translation>评分卡</translation>
    </message>
    <message>
        <source>Stores</source>
        <translation>门店</translation>
    </message>
    <message>
        <source>Checklists</source>
        <translation>检查表</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Cameras from a spreadsheet</source>
        <translation>从表格导入摄像机</translation>
    </message>
    <message>
        <source>Find cameras in the network</source>
        <translation>在网络中查找摄像机</translation>
    </message>
    <message>
        <source>Recorders</source>
        <translation>录像机</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>命令面板</translation>
    </message>
    <message>
        <source>Keys at a glance</source>
        <translation>快捷键一览</translation>
    </message>
    <message>
        <source>Store tree: fold away, show</source>
        <translation>收起或展开门店列表</translation>
    </message>
    <message>
        <source>Inspection: fold away, show</source>
        <translation>收起或展开巡检面板</translation>
    </message>
    <message>
        <source>Bookmarks: fold away, show</source>
        <translation>书签：收起、显示</translation>
    </message>
    <message>
        <source>Timeline: fold away, show</source>
        <translation>收起或展开时间轴</translation>
    </message>
    <message>
        <source>Search stores and cameras</source>
        <translation>搜索门店和摄像机</translation>
    </message>
    <message>
        <source>To the inspection: begin, go on</source>
        <translation>转到巡检：开始或继续</translation>
    </message>
    <message>
        <source>What this machine can play</source>
        <translation>本机播放能力</translation>
    </message>
    <message>
        <source>Dark or light</source>
        <translation>切换深色、浅色</translation>
    </message>
    <message>
        <source>Back to the wall</source>
        <translation>回到电视墙</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>AnswerBar</name>
    <message>
        <source>Pass</source>
        <translation>合格</translation>
    </message>
    <message>
        <source>Fail</source>
        <translation>不合格</translation>
    </message>
    <message>
        <source>N/A</source>
        <translation>不适用</translation>
    </message>
    <message>
        <source>Not assessable</source>
        <translation>无法判定</translation>
    </message>
    <message>
        <source>As the standard asks: full points</source>
        <translation>符合标准：得满分</translation>
    </message>
    <message>
        <source>Not as the standard asks: no points</source>
        <translation>不符合标准：不得分</translation>
    </message>
    <message>
        <source>The cameras do not show it: leaves the score, lowers the coverage</source>
        <translation>画面中看不到：不计分，降低覆盖率</translation>
    </message>
    <message>
        <source>Type the score with the digits; {key} gives full points, Backspace erases</source>
        <translation>用数字键输入得分；{key} 为满分，退格键删除</translation>
    </message>
    <message>
        <source>The checklist does not allow N/A for this item</source>
        <translation>检查表不允许此项填“不适用”</translation>
    </message>
    <message>
        <source>Does not apply to this store: leaves the score, needs a reason</source>
        <translation>不适用于本店：不计分，须填写原因</translation>
    </message>
</context>
<context>
    <name>BookmarkPanel</name>
    <message>
        <source>No bookmarks yet. Press {key} while a moment is worth finding again.</source>
        <translation>还没有书签。看到以后还要查找的画面时按 {key}。</translation>
    </message>
    <message>
        <source>No bookmarks yet.</source>
        <translation>还没有书签。</translation>
    </message>
    <message>
        <source>No bookmark fits.</source>
        <translation>没有符合的书签。</translation>
    </message>
    <message>
        <source>Search text, store, camera, time, name</source>
        <translation>搜索内容、门店、摄像机、时间、姓名</translation>
    </message>
    <message>
        <source>Search bookmarks</source>
        <translation>搜索书签</translation>
    </message>
    <message>
        <source>Only cameras on the wall</source>
        <translation>仅墙上的摄像机</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>跳转</translation>
    </message>
    <message>
        <source>Edit text</source>
        <translation>编辑内容</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>BookmarkStrip</name>
    <message>
        <source>Text: press {key} again, or click here</source>
        <translation>内容：再按 {key}，或点击此处</translation>
    </message>
    <message>
        <source>Text: click here</source>
        <translation>内容：点击此处</translation>
    </message>
    <message>
        <source>Text of the bookmark</source>
        <translation>书签内容</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
</context>
<context>
    <name>CameraForm</name>
    <message>
        <source>Code</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Main stream</source>
        <translation>主码流</translation>
    </message>
    <message>
        <source>Sub stream</source>
        <translation>子码流</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Names of the files</source>
        <translation>文件命名规则</translation>
    </message>
    <message>
        <source>Time zone of the names</source>
        <translation>文件名所用时区</translation>
    </message>
    <message>
        <source>Recorder</source>
        <translation>录像机</translation>
    </message>
    <message>
        <source>Channel on it</source>
        <translation>其通道</translation>
    </message>
    <message>
        <source>Zone</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Take a picture, then click the corners of the zone on it.</source>
        <translation>先截取画面，再在画面上点出区域的各个角。</translation>
    </message>
    <message>
        <source>Say how the files are named, such as {example}</source>
        <translation>请填写文件命名规则，例如 {example}</translation>
    </message>
    <message>
        <source>{count} segments, {first} to {last}, {foreign} foreign files</source>
        <translation>{count} 个录像段，{first} 至 {last}，{foreign} 个无关文件</translation>
    </message>
    <message>
        <source>Folder of the recordings</source>
        <translation>录像文件夹</translation>
    </message>
    <message>
        <source>Taking a picture…</source>
        <translation>正在截取画面…</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时预览</translation>
    </message>
    <message>
        <source>Recordings</source>
        <translation>录像</translation>
    </message>
    <message>
        <source>Counter</source>
        <translation>前台</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Fill in by maker…</source>
        <translation>按厂商填写…</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>测试连接</translation>
    </message>
    <message>
        <source>Test the folder</source>
        <translation>测试文件夹</translation>
    </message>
    <message>
        <source>Take a picture</source>
        <translation>截取画面</translation>
    </message>
    <message>
        <source>Clear the zone</source>
        <translation>清除区域</translation>
    </message>
    <message>
        <source>Smaller stream for small tiles; may be empty</source>
        <translation>用于小格子的子码流，可留空</translation>
    </message>
    <message>
        <source>Empty: as it is kept now</source>
        <translation>留空：保持现有密码</translation>
    </message>
    <message>
        <source>Click adds a corner, a drag moves it, a right click takes it away. Nobody inside for some minutes makes a hint.</source>
        <translation>单击添加角点，拖动移动，右键删除。区域内持续无人达到设定时长即生成提示。</translation>
    </message>
    <message>
        <source>As the store: {zone}</source>
        <translation>同门店：{zone}</translation>
    </message>
    <message>
        <source>New camera of {store}</source>
        <translation>{store} 的新摄像机</translation>
    </message>
    <message>
        <source>Entrance</source>
        <translation>入口</translation>
    </message>
    <message>
        <source>Floor</source>
        <translation>展厅</translation>
    </message>
    <message>
        <source>Shelf</source>
        <translation>货架</translation>
    </message>
    <message>
        <source>Service bay</source>
        <translation>维修工位</translation>
    </message>
    <message>
        <source>Parking</source>
        <translation>停车区</translation>
    </message>
    <message>
        <source>Back door</source>
        <translation>后门</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
</context>
<context>
    <name>ChecklistOutline</name>
    <message>
        <source>score 0 to {maximum}</source>
        <translation>0 至 {maximum} 分</translation>
    </message>
    <message>
        <source>passes from {mark}</source>
        <translation>{mark} 分合格</translation>
    </message>
    <message>
        <source>pass or fail</source>
        <translation>合格/不合格</translation>
    </message>
    <message>
        <source>weight {weight}</source>
        <translation>权重 {weight}</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>选填</translation>
    </message>
    <message>
        <source>N/A not allowed</source>
        <translation>不可填不适用</translation>
    </message>
    <message>
        <source>gets hints</source>
        <translation>有 AI 提示</translation>
    </message>
</context>
<context>
    <name>ChecklistPreview</name>
    <message>
        <source>{points} points</source>
        <translation>{points} 分</translation>
    </message>
    <message>
        <source>{key}, version {version} · {items} items in {sections} sections, {points} points · imported {when} by {who} · SHA-256 {digest}</source>
        <translation>{key}，第 {version} 版 · {sections} 个分类 {items} 个检查项，满分 {points} · {who} 于 {when} 导入 · SHA-256 {digest}</translation>
    </message>
    <message>
        <source>red line</source>
        <translation>红线项</translation>
    </message>
</context>
<context>
    <name>ChecklistsScreen</name>
    <message>
        <source>Checklists</source>
        <translation>检查表</translation>
    </message>
    <message>
        <source>Import file…</source>
        <translation>导入文件…</translation>
    </message>
    <message>
        <source>Export file…</source>
        <translation>导出文件…</translation>
    </message>
    <message>
        <source>How to write one</source>
        <translation>如何编写</translation>
    </message>
    <message>
        <source>JSON Schema</source>
        <translation>JSON Schema</translation>
    </message>
    <message>
        <source>Checklists and their versions</source>
        <translation>检查表及其版本</translation>
    </message>
    <message>
        <source>A checklist is a JSON file: sections of items, each with the standard it is held against. Export one, change it in an editor, import it again: it becomes the next version. Files can be dropped here.</source>
        <translation>检查表是一个 JSON 文件：按分类列出检查项及其标准。导出一份，用编辑器修改后重新导入，即成为下一版本。也可将文件拖到此处。</translation>
    </message>
    <message>
        <source>No checklists yet</source>
        <translation>还没有检查表</translation>
    </message>
    <message>
        <source>A checklist is a JSON file: sections of items, each with the standard it is held against. Two come with the program, for a car showroom and a service bay: begin with them, export one and make it yours.</source>
        <translation>检查表是一个 JSON 文件：由分类和检查项组成，每项都有评判标准。程序自带汽车展厅和维修工位两份检查表：可直接使用，也可导出后修改为自己的检查表。</translation>
    </message>
    <message>
        <source>Take the two examples</source>
        <translation>使用两份示例</translation>
    </message>
    <message>
        <source>Import a checklist</source>
        <translation>导入检查表</translation>
    </message>
    <message>
        <source>Export the checklist</source>
        <translation>导出检查表</translation>
    </message>
    <message>
        <source>Checklist (*.json)</source>
        <translation>检查表 (*.json)</translation>
    </message>
    <message>
        <source>version {version} · {date}</source>
        <translation>第 {version} 版 · {date}</translation>
    </message>
</context>
<context>
    <name>ClipActions</name>
    <message>
        <source>Open a clip</source>
        <translation>打开录像片段</translation>
    </message>
    <message>
        <source>Clips ({suffixes})</source>
        <translation>录像片段 ({suffixes})</translation>
    </message>
</context>
<context>
    <name>ClipDialog</name>
    <message>
        <source>Open a clip</source>
        <translation>打开录像片段</translation>
    </message>
    <message>
        <source>Put on the wall</source>
        <translation>放到电视墙</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>A camera of its own</source>
        <translation>单独的摄像机</translation>
    </message>
    <message>
        <source>Filmed at</source>
        <translation>拍摄位置</translation>
    </message>
    <message>
        <source>From, to</source>
        <translation>起止时间</translation>
    </message>
    <message>
        <source>Exported by</source>
        <translation>导出人</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>门店</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>摄像机</translation>
    </message>
    <message>
        <source>Unchanged since it was exported: it matches the SHA-256 of its sidecar.</source>
        <translation>导出后未被更改：与说明文件中的 SHA-256 一致。</translation>
    </message>
    <message>
        <source>This file was changed after it was exported: it does not match the SHA-256 of its sidecar. Do not use it as evidence; ask for the original.</source>
        <translation>该文件在导出后被更改：与说明文件中的 SHA-256 不符。请勿作为证据使用，并索取原始文件。</translation>
    </message>
    <message>
        <source>The sidecar was changed: it does not say what the file itself says, which stands below. Do not use it as evidence; ask for the original.</source>
        <translation>说明文件已被更改：与录像文件内部的记录不一致。下方显示的是文件内部的记录。请勿作为证据使用，请索取原件。</translation>
    </message>
    <message>
        <source>The sidecar is missing, so nobody can say whether the file was changed. Its times are those written inside it.</source>
        <translation>缺少说明文件，无法确认该文件是否被更改。时间取自文件内部的记录。</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>What do you want to do?</source>
        <translation>想做什么？</translation>
    </message>
    <message>
        <source>No action has these letters.</source>
        <translation>没有匹配的操作。</translation>
    </message>
</context>
<context>
    <name>CondenseMenu</name>
    <message>
        <source>Activity of any tile</source>
        <translation>任一格有活动</translation>
    </message>
    <message>
        <source>Activity of the selected tile</source>
        <translation>选中格有活动</translation>
    </message>
    <message>
        <source>Margin {time}</source>
        <translation>余量 {time}</translation>
    </message>
</context>
<context>
    <name>ConfirmDialog</name>
    <message>
        <source>Type {word} to confirm</source>
        <translation>输入 {word} 以确认</translation>
    </message>
    <message>
        <source>Remove {word}</source>
        <translation>删除 {word}</translation>
    </message>
</context>
<context>
    <name>ConnectionLine</name>
    <message>
        <source>Testing…</source>
        <translation>正在测试…</translation>
    </message>
</context>
<context>
    <name>DiscoveryDialog</name>
    <message>
        <source>Add a store first: cameras belong to one.</source>
        <translation>请先添加门店：摄像机属于门店。</translation>
    </message>
    <message>
        <source>Searching for four seconds…</source>
        <translation>正在搜索，约需四秒…</translation>
    </message>
    <message>
        <source>plays recordings</source>
        <translation>可回放录像</translation>
    </message>
    <message>
        <source>No device answered. A search reaches the local network alone, and ONVIF must be switched on in the device. Enter the address of a device below to ask it directly.</source>
        <translation>没有设备应答。搜索仅限本地网络，且设备须启用 ONVIF。也可在下方填写设备地址直接询问。</translation>
    </message>
    <message>
        <source>Asking {address}…</source>
        <translation>正在询问 {address}…</translation>
    </message>
    <message>
        <source>no smaller stream</source>
        <translation>没有更小的码流</translation>
    </message>
    <message>
        <source>{maker} {model}, firmware {firmware}.</source>
        <translation>{maker} {model}，固件 {firmware}。</translation>
    </message>
    <message>
        <source>slow</source>
        <translation>慢</translation>
    </message>
    <message>
        <source>fast</source>
        <translation>快</translation>
    </message>
    <message>
        <source>Its clock is {offset} s {way}: set it by NTP.</source>
        <translation>其时钟{way} {offset} 秒：请通过 NTP 校时。</translation>
    </message>
    <message>
        <source>Added: {codes}.</source>
        <translation>已添加：{codes}。</translation>
    </message>
    <message>
        <source>The recorder {name} is added; it is under Recorders.</source>
        <translation>录像机 {name} 已添加，见“录像机”。</translation>
    </message>
    <message>
        <source>Find cameras in the network</source>
        <translation>在网络中查找摄像机</translation>
    </message>
    <message>
        <source>Searches the local network for cameras and recorders that speak ONVIF. A device elsewhere is asked by its address.</source>
        <translation>在本地网络中搜索支持 ONVIF 的摄像机和录像机。其他网络中的设备可按地址询问。</translation>
    </message>
    <message>
        <source>Search the network</source>
        <translation>搜索网络</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Maker and model</source>
        <translation>厂商与型号</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>主机</translation>
    </message>
    <message>
        <source>Known as</source>
        <translation>已登记为</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>码流</translation>
    </message>
    <message>
        <source>Camera code</source>
        <translation>摄像机编号</translation>
    </message>
    <message>
        <source>Sub stream</source>
        <translation>子码流</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>设备列表</translation>
    </message>
    <message>
        <source>Streams</source>
        <translation>码流列表</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>门店</translation>
    </message>
    <message>
        <source>Read its streams</source>
        <translation>读取码流</translation>
    </message>
    <message>
        <source>Add the cameras</source>
        <translation>添加摄像机</translation>
    </message>
    <message>
        <source>Add as a recorder</source>
        <translation>添加为录像机</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>EmptyWall</name>
    <message>
        <source>Nothing on the wall yet</source>
        <translation>电视墙上还没有画面</translation>
    </message>
    <message>
        <source>Drag a camera or a whole store here from the tree,
or double-click one to put it into the next free tile.</source>
        <translation>从左侧列表将摄像机或整个门店拖到这里，
或双击，放入下一个空格。</translation>
    </message>
    <message>
        <source>Fill the wall with the first cameras</source>
        <translation>用前几台摄像机填满</translation>
    </message>
    <message>
        <source>No camera yet</source>
        <translation>还没有摄像机</translation>
    </message>
    <message>
        <source>Add a store and its cameras first; then they can be put on the wall.</source>
        <translation>请先添加门店及其摄像机，然后即可放上电视墙。</translation>
    </message>
    <message>
        <source>Add the first store</source>
        <translation>添加第一家门店</translation>
    </message>
</context>
<context>
    <name>EvidenceDialog</name>
    <message>
        <source>Evidence: {camera}</source>
        <translation>证据：{camera}</translation>
    </message>
    <message>
        <source>{camera}   {when} {zone}   {width} x {height}   taken by {who}</source>
        <translation>{camera}   {when} {zone}   {width} x {height}   取证人 {who}</translation>
    </message>
    <message>
        <source>Box  B</source>
        <translation>方框  B</translation>
    </message>
    <message>
        <source>Arrow  A</source>
        <translation>箭头  A</translation>
    </message>
    <message>
        <source>Text  T</source>
        <translation>文字  T</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>红色</translation>
    </message>
    <message>
        <source>Amber</source>
        <translation>琥珀色</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo  (Ctrl+Z)</source>
        <translation>撤销（Ctrl+Z）</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete the chosen mark  (Delete)</source>
        <translation>删除选中的标注（Delete）</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适应窗口</translation>
    </message>
    <message>
        <source>The whole picture  (0)</source>
        <translation>整幅画面（0）</translation>
    </message>
    <message>
        <source>Draw with the mouse, or Space to place a mark; Tab chooses one, arrows move it, Shift+arrows its end. Wheel zooms.</source>
        <translation>用鼠标绘制，或按空格放置标注；Tab 选择，方向键移动，Shift+方向键移动末端。滚轮缩放。</translation>
    </message>
    <message>
        <source>Store marks  Enter</source>
        <translation>保存标注  Enter</translation>
    </message>
    <message>
        <source>Leave  Esc</source>
        <translation>离开  Esc</translation>
    </message>
    <message>
        <source>The marks are not stored yet.</source>
        <translation>标注尚未保存。</translation>
    </message>
    <message>
        <source>Leave without them</source>
        <translation>不保存并离开</translation>
    </message>
    <message>
        <source>Go on marking</source>
        <translation>继续标注</translation>
    </message>
    <message>
        <source>Text, then Enter</source>
        <translation>输入文字，按 Enter</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export clip</source>
        <translation>导出录像片段</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Folder for clips</source>
        <translation>录像片段文件夹</translation>
    </message>
</context>
<context>
    <name>ExportForm</name>
    <message>
        <source>Tiles</source>
        <translation>格子</translation>
    </message>
    <message>
        <source>Span</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Watermark</source>
        <translation>水印</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>The loop from A to B</source>
        <translation>A 到 B 的循环区间</translation>
    </message>
    <message>
        <source>The last minute</source>
        <translation>最近一分钟</translation>
    </message>
    <message>
        <source>30 s before and after the wall&apos;s time</source>
        <translation>电视墙当前时间前后各 30 秒</translation>
    </message>
    <message>
        <source>What the timeline shows</source>
        <translation>时间轴显示的时段</translation>
    </message>
    <message>
        <source>As entered</source>
        <translation>按输入的时间</translation>
    </message>
    <message>
        <source>Needed: what the clip is for</source>
        <translation>必填：录像片段的用途</translation>
    </message>
    <message>
        <source>Burn in name, store, camera and time</source>
        <translation>在画面中写入姓名、门店、摄像机和时间</translation>
    </message>
    <message>
        <source>The pictures are encoded again: the clip begins exactly where you say, and takes longer to write. Without it they are copied as recorded.</source>
        <translation>画面会重新编码：片段从指定时刻精确开始，但写入较慢。不加水印时按原样复制。</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
</context>
<context>
    <name>ExportResults</name>
    <message>
        <source>Cancel export</source>
        <translation>取消导出</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>{camera}: {number} of {total}, {share} %</source>
        <translation>{camera}：第 {number} 个，共 {total} 个，{share} %</translation>
    </message>
    <message>
        <source>{files} files written.</source>
        <translation>已写入 {files} 个文件。</translation>
    </message>
    <message>
        <source>1 file written.</source>
        <translation>已写入 1 个文件。</translation>
    </message>
    <message>
        <source>Cancelled. {done}</source>
        <translation>已取消。{done}</translation>
    </message>
    <message>
        <source>copied as recorded</source>
        <translation>按原样复制</translation>
    </message>
    <message>
        <source>encoded again, with watermark</source>
        <translation>已重新编码并加水印</translation>
    </message>
    <message>
        <source>starts {seconds} s early, at the keyframe before</source>
        <translation>提前 {seconds} 秒，从前一个关键帧开始</translation>
    </message>
</context>
<context>
    <name>FetchDialog</name>
    <message>
        <source>Fetch recordings to this workstation</source>
        <translation>将录像取回本工作站</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>取回</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>On this workstation</source>
        <translation>本工作站上的录像</translation>
    </message>
    <message>
        <source>Fetched recordings take {used} of {limit} GB</source>
        <translation>取回的录像占用 {used} GB，上限 {limit} GB</translation>
    </message>
</context>
<context>
    <name>FetchForm</name>
    <message>
        <source>Cameras</source>
        <translation>摄像机</translation>
    </message>
    <message>
        <source>Span</source>
        <translation>时段</translation>
    </message>
</context>
<context>
    <name>FetchRow</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>从列表移除</translation>
    </message>
    <message>
        <source>The footage stays here and goes on to be played.</source>
        <translation>录像保留在本机，仍可播放。</translation>
    </message>
    <message>
        <source>waits for its turn</source>
        <translation>排队等待</translation>
    </message>
    <message>
        <source>{share}, {size}, at {speed}x</source>
        <translation>{share}，{size}，{speed} 倍速</translation>
    </message>
    <message>
        <source>here, {size}; the recorder sent nothing for {length} of the span: it has no recording there or does not give it. Continue asks again.</source>
        <translation>已在本机，{size}；其中 {length} 录像机未发送：该处没有录像或无法读取。点“继续”可再次请求。</translation>
    </message>
    <message>
        <source>here, {size}; it plays from this workstation</source>
        <translation>已取回，{size}；从本工作站播放</translation>
    </message>
    <message>
        <source>stopped at {share}, {size}</source>
        <translation>已停在 {share}，{size}</translation>
    </message>
</context>
<context>
    <name>FetchRows</name>
    <message>
        <source>Nothing fetched yet. Fetched recordings play from this workstation: all cameras of one recorder in step, at every speed.</source>
        <translation>尚未取回录像。取回的录像从本工作站播放：同一录像机的所有摄像机可同步、以任意速度播放。</translation>
    </message>
</context>
<context>
    <name>FetchedFootageList</name>
    <message>
        <source>Remove the footage of {camera}</source>
        <translation>移除 {camera} 的录像</translation>
    </message>
    <message>
        <source>{size} of recordings of {camera} that were fetched are deleted from this workstation, and their fetches leave the list. The recorder may have overwritten these recordings since; then this is the last copy.</source>
        <translation>将从本工作站删除已取回的 {camera} 录像，共 {size}，其取回记录也会移出列表。录像机可能已覆盖这些录像，若如此，这就是最后一份。</translation>
    </message>
</context>
<context>
    <name>FinishPage</name>
    <message>
        <source>Submitted</source>
        <translation>已提交</translation>
    </message>
    <message>
        <source>Ready to submit?</source>
        <translation>准备提交？</translation>
    </message>
    <message>
        <source>Back to the items</source>
        <translation>返回检查项</translation>
    </message>
    <message>
        <source>Submit inspection</source>
        <translation>提交巡检</translation>
    </message>
    <message>
        <source>A submitted inspection cannot be changed</source>
        <translation>提交后不可修改</translation>
    </message>
    <message>
        <source>Scorecard as PDF</source>
        <translation>评分卡 PDF</translation>
    </message>
    <message>
        <source>Scorecard as XLSX</source>
        <translation>评分卡 XLSX</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>{final}  (raw {raw})</source>
        <translation>{final}（原始 {raw}）</translation>
    </message>
    <message>
        <source>{answered} of {total} items scored, {failed} failed
{na} N/A, {hidden} not assessable
Coverage {coverage}</source>
        <translation>已评 {answered}/{total} 项，不合格 {failed} 项
不适用 {na} 项，无法判定 {hidden} 项
覆盖率 {coverage}</translation>
    </message>
    <message>
        <source>▲ Red lines failed: {items}</source>
        <translation>▲ 触发红线：{items}</translation>
    </message>
    <message>
        <source>Required items without an answer: {count}</source>
        <translation>必填但未判定的检查项：{count}</translation>
    </message>
</context>
<context>
    <name>FirstStartDialog</name>
    <message>
        <source>Welcome</source>
        <translation>欢迎</translation>
    </message>
    <message>
        <source>Who is inspecting?</source>
        <translation>谁在巡检？</translation>
    </message>
    <message>
        <source>Your name stands on every answer, every piece of evidence and every task. All of this can be changed under Settings.</source>
        <translation>您的姓名会记录在每一次判定、每一份证据和每一张整改单上。以上内容都可在“设置”中修改。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>时区</translation>
    </message>
    <message>
        <source>As it should read on a scorecard</source>
        <translation>将显示在评分卡上</translation>
    </message>
    <message>
        <source>Type to search, such as Shanghai</source>
        <translation>输入以搜索，例如 Shanghai</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
</context>
<context>
    <name>FolderPresets</name>
    <message>
        <source>This looks like {software}.</source>
        <translation>看起来是 {software}。</translation>
    </message>
    <message>
        <source>This looks like {software}, with {count} cameras.</source>
        <translation>看起来是 {software}，共 {count} 个摄像机。</translation>
    </message>
    <message>
        <source>This looks like {software}, with one camera.</source>
        <translation>看起来是 {software}，共 1 个摄像机。</translation>
    </message>
    <message>
        <source>Use these names</source>
        <translation>采用此命名</translation>
    </message>
    <message>
        <source>Fill in how this software names its files</source>
        <translation>填入该软件的文件命名规则</translation>
    </message>
    <message>
        <source>Recorded by…</source>
        <translation>录像来源…</translation>
    </message>
</context>
<context>
    <name>FootageRow</name>
    <message>
        <source>Remove footage…</source>
        <translation>移除录像…</translation>
    </message>
    <message>
        <source>Remove the footage of {camera}</source>
        <translation>移除 {camera} 的录像</translation>
    </message>
    <message>
        <source>{size}, of which {unused} came from another recorder, channel or clock and is not played</source>
        <translation>{size}，其中 {unused} 来自其他录像机、通道或时钟设置，不会播放</translation>
    </message>
</context>
<context>
    <name>Form</name>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>删除…</translation>
    </message>
</context>
<context>
    <name>GotoDialog</name>
    <message>
        <source>Go to a date and time</source>
        <translation>跳转到日期和时间</translation>
    </message>
    <message>
        <source>Date and time</source>
        <translation>日期和时间</translation>
    </message>
    <message>
        <source>10:42, yesterday 14:30, 10 Mar 10:42, -5 min</source>
        <translation>10:42、昨天 14:30、3月10日 10:42、-5 分钟</translation>
    </message>
    <message>
        <source>The second one</source>
        <translation>第二次</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>跳转</translation>
    </message>
    <message>
        <source>First recording</source>
        <translation>最早的录像</translation>
    </message>
    <message>
        <source>Latest recording</source>
        <translation>最近的录像</translation>
    </message>
    <message>
        <source>The selected camera has no recording then, and none after it.</source>
        <translation>选中的摄像机当时没有录像，之后也没有。</translation>
    </message>
    <message>
        <source>The selected camera has no recording then; the next begins {time}.</source>
        <translation>选中的摄像机当时没有录像，下一段从 {time} 开始。</translation>
    </message>
</context>
<context>
    <name>HintCard</name>
    <message>
        <source>Seen by {model}. A hint is not a finding: look, then decide.</source>
        <translation>由 {model} 发现。提示不等于结论，请查看后判定。</translation>
    </message>
    <message>
        <source>Jump</source>
        <translation>跳转</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>采纳</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>accepted by {who}</source>
        <translation>{who} 已采纳</translation>
    </message>
    <message>
        <source>dismissed by {who}</source>
        <translation>{who} 已忽略</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Spreadsheets ({kinds})</source>
        <translation>表格 ({kinds})</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>摄像机</translation>
    </message>
    <message>
        <source>Reading {name}…</source>
        <translation>正在读取 {name}…</translation>
    </message>
    <message>
        <source>Save the template</source>
        <translation>保存模板</translation>
    </message>
    <message>
        <source>The template is in {path}.</source>
        <translation>模板已保存到 {path}。</translation>
    </message>
    <message>
        <source>New stores: {count} ({codes}).</source>
        <translation>新门店 {count} 家（{codes}）。</translation>
    </message>
    <message>
        <source>Columns left out: {headings}.</source>
        <translation>未使用的列：{headings}。</translation>
    </message>
    <message>
        <source>Is there already</source>
        <translation>已存在</translation>
    </message>
    <message>
        <source>New camera</source>
        <translation>新摄像机</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>正在导入…</translation>
    </message>
    <message>
        <source>{name}: new cameras {new}, there already {there}.</source>
        <translation>{name}：新摄像机 {new} 台，已有 {there} 台。</translation>
    </message>
    <message>
        <source>Rows that cannot be imported: {count}; they are listed first.</source>
        <translation>{count} 行无法导入，已列在最前。</translation>
    </message>
    <message>
        <source>Cameras added: {added}, updated: {updated}, left as they were: {left}.</source>
        <translation>已添加 {added} 台，更新 {updated} 台，{left} 台保持不变。</translation>
    </message>
    <message>
        <source>This machine has no keyring; passwords kept until the program ends: {count}.</source>
        <translation>本机没有系统密钥环，{count} 个密码仅保留到程序退出。</translation>
    </message>
    <message>
        <source>The file holds passwords: delete it now.</source>
        <translation>该文件含有密码：请立即删除。</translation>
    </message>
    <message>
        <source>Cameras from a spreadsheet</source>
        <translation>从表格导入摄像机</translation>
    </message>
    <message>
        <source>One row for each camera, as XLSX or CSV; headings in English or Chinese. The template has every column with an explanation. Nothing is stored until you import.</source>
        <translation>每行一台摄像机，XLSX 或 CSV 均可，标题可用中文或英文。模板含所有列及说明。点击导入之前不会保存任何内容。</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Download the template…</source>
        <translation>下载模板…</translation>
    </message>
    <message>
        <source>Cameras that are there already</source>
        <translation>已有的摄像机</translation>
    </message>
    <message>
        <source>Leave as they are</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>Update from the file</source>
        <translation>按文件更新</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>摄像机</translation>
    </message>
    <message>
        <source>Column or name</source>
        <translation>列或名称</translation>
    </message>
    <message>
        <source>What happens, or what to mend</source>
        <translation>结果或需要修改之处</translation>
    </message>
</context>
<context>
    <name>ImportFaults</name>
    <message>
        <source>Import this file again</source>
        <translation>重新导入此文件</translation>
    </message>
    <message>
        <source>Copy the list</source>
        <translation>复制列表</translation>
    </message>
    <message>
        <source>Put away</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>What to correct in the file</source>
        <translation>文件中需要更正的内容</translation>
    </message>
</context>
<context>
    <name>InspectionPanel</name>
    <message>
        <source>Previous</source>
        <translation>上一项</translation>
    </message>
    <message>
        <source>Store, next</source>
        <translation>保存，下一项</translation>
    </message>
    <message>
        <source>Submit…</source>
        <translation>提交…</translation>
    </message>
    <message>
        <source>Store, previous item</source>
        <translation>保存，上一项</translation>
    </message>
    <message>
        <source>Store, next item</source>
        <translation>保存，下一项</translation>
    </message>
    <message>
        <source>Storing…</source>
        <translation>正在保存…</translation>
    </message>
</context>
<context>
    <name>InspectionPicker</name>
    <message>
        <source>Inspection</source>
        <translation>巡检</translation>
    </message>
    <message>
        <source>Score a store against a checklist while its cameras play on the wall.</source>
        <translation>在电视墙播放画面的同时，按检查表为门店评分。</translation>
    </message>
    <message>
        <source>Unfinished, stored up to the last answer</source>
        <translation>未完成，已保存到最后一次判定</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>There is no store yet.</source>
        <translation>还没有门店。</translation>
    </message>
    <message>
        <source>Add a store</source>
        <translation>添加门店</translation>
    </message>
    <message>
        <source>There is no checklist yet.</source>
        <translation>还没有检查表。</translation>
    </message>
    <message>
        <source>Import a checklist</source>
        <translation>导入检查表</translation>
    </message>
    <message>
        <source>Begin another</source>
        <translation>开始新的巡检</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>开始巡检</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>门店</translation>
    </message>
    <message>
        <source>Checklist</source>
        <translation>检查表</translation>
    </message>
    <message>
        <source>Store: type to search</source>
        <translation>门店：输入以搜索</translation>
    </message>
    <message>
        <source>Begin inspection</source>
        <translation>开始巡检</translation>
    </message>
    <message>
        <source>{answered} of {total} answered · {inspector} · {began}</source>
        <translation>已判定 {answered}/{total} · {inspector} · {began}</translation>
    </message>
    <message>
        <source>{title}, version {version}</source>
        <translation>{title}，第 {version} 版</translation>
    </message>
</context>
<context>
    <name>InspectionTable</name>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>门店</translation>
    </message>
    <message>
        <source>Checklist</source>
        <translation>检查表</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>巡检人</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>原始得分</translation>
    </message>
    <message>
        <source>Final</source>
        <translation>最终得分</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>整改单</translation>
    </message>
    <message>
        <source>submitted</source>
        <translation>已提交</translation>
    </message>
    <message>
        <source>draft {answered}/{total}</source>
        <translation>草稿 {answered}/{total}</translation>
    </message>
    <message>
        <source>A red line failed: its section gives no points</source>
        <translation>触发红线：该分类不得分</translation>
    </message>
    <message>
        <source>{title}, version {version}</source>
        <translation>{title}，第 {version} 版</translation>
    </message>
</context>
<context>
    <name>ItemCard</name>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Keep the picture of the selected tile at full resolution</source>
        <translation>以原始分辨率保存选中格的画面</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>取证</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Draw a box, an arrow or a text on the picture</source>
        <translation>在画面上标注方框、箭头或文字</translation>
    </message>
    <message>
        <source>red line: a fail takes the points of the whole section</source>
        <translation>红线项：不合格则整个分类不得分</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>选填</translation>
    </message>
    <message>
        <source>weight {weight}</source>
        <translation>权重 {weight}</translation>
    </message>
    <message>
        <source>passes from {mark} of {maximum}</source>
        <translation>满分 {maximum}，{mark} 分合格</translation>
    </message>
    <message>
        <source>Why does it not apply? Then Enter</source>
        <translation>为何不适用？按 Enter 保存</translation>
    </message>
    <message>
        <source>What hides it? Then Enter</source>
        <translation>被什么遮挡？按 Enter 保存</translation>
    </message>
    <message>
        <source>Evidence {count}</source>
        <translation>证据 {count}</translation>
    </message>
    <message>
        <source>No evidence yet</source>
        <translation>还没有证据</translation>
    </message>
    <message>
        <source>Rectification task</source>
        <translation>整改单</translation>
    </message>
    <message>
        <source>{count} raised</source>
        <translation>已开 {count} 张</translation>
    </message>
</context>
<context>
    <name>KeyDialog</name>
    <message>
        <source>Key for: {action}</source>
        <translation>快捷键：{action}</translation>
    </message>
    <message>
        <source>Press the new key.</source>
        <translation>请按下新的按键。</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Free.</source>
        <translation>未被占用。</translation>
    </message>
    <message>
        <source>“{action}” has this key now. Using it here takes it away there.</source>
        <translation>此键现用于“{action}”。在此使用后，原操作将失去该键。</translation>
    </message>
</context>
<context>
    <name>KeyEditor</name>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Change the key</source>
        <translation>更改按键</translation>
    </message>
    <message>
        <source>Back to its first key</source>
        <translation>恢复默认</translation>
    </message>
    <message>
        <source>All keys back to the first ones</source>
        <translation>全部恢复默认</translation>
    </message>
</context>
<context>
    <name>KeyHelp</name>
    <message>
        <source>Keys at a glance</source>
        <translation>快捷键一览</translation>
    </message>
    <message>
        <source>Change any key under Settings.</source>
        <translation>可在“设置”中更改任意按键。</translation>
    </message>
    <message>
        <source>Change any key under Settings. {key} finds every action by name.</source>
        <translation>可在“设置”中更改任意按键。按 {key} 可按名称查找所有操作。</translation>
    </message>
</context>
<context>
    <name>LeaveDialog</name>
    <message>
        <source>Export under way</source>
        <translation>正在导出</translation>
    </message>
    <message>
        <source>An export is still under way ({camera}, {number} of {total}). Closing now cancels it; the clips that are finished stay in their folder.</source>
        <translation>仍有导出任务在进行（{camera}，第 {number} 个，共 {total} 个）。现在关闭将取消该任务；已完成的录像片段保留在其文件夹中。</translation>
    </message>
    <message>
        <source>Cancel export and close</source>
        <translation>取消导出并关闭</translation>
    </message>
    <message>
        <source>Go on exporting</source>
        <translation>继续导出</translation>
    </message>
</context>
<context>
    <name>LiveWallBar</name>
    <message>
        <source>Live wall</source>
        <translation>实时墙</translation>
    </message>
    <message>
        <source>{count} tiles</source>
        <translation>{count} 宫格</translation>
    </message>
    <message>
        <source>The cameras of the wall, in its places, and so whenever they change</source>
        <translation>与电视墙的摄像机和位置相同，并随其变化</translation>
    </message>
    <message>
        <source>As the wall</source>
        <translation>与电视墙一致</translation>
    </message>
    <message>
        <source>Close the live wall</source>
        <translation>关闭实时墙</translation>
    </message>
</context>
<context>
    <name>LiveWallScreen</name>
    <message>
        <source>Live wall - Floorwalk</source>
        <translation>实时墙 - 巡店台</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Floorwalk - store inspection</source>
        <translation>巡店台</translation>
    </message>
</context>
<context>
    <name>MakerDialog</name>
    <message>
        <source>Addresses by maker</source>
        <translation>按厂商填写地址</translation>
    </message>
    <message>
        <source>Maker</source>
        <translation>厂商</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>主机</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>通道</translation>
    </message>
    <message>
        <source>A camera by itself has channel 1. On a recorder every camera has its own.</source>
        <translation>单独的摄像机为通道 1；在录像机上每台摄像机有各自的通道。</translation>
    </message>
    <message>
        <source>Fill in the addresses</source>
        <translation>填写地址</translation>
    </message>
    <message>
        <source>Enter the host alone: an address such as 192.168.1.64, or a name.</source>
        <translation>请只填写主机：如 192.168.1.64 的地址或名称。</translation>
    </message>
</context>
<context>
    <name>ModelRow</name>
    <message>
        <source>Detects people · {size} MiB · {licence} · {publisher}</source>
        <translation>检测人员 · {size} MiB · {licence} · {publisher}</translation>
    </message>
    <message>
        <source>Install from the publisher</source>
        <translation>从发布方安装</translation>
    </message>
    <message>
        <source>Install from a folder…</source>
        <translation>从文件夹安装…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>installed</source>
        <translation>已安装</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>未安装</translation>
    </message>
    <message>
        <source>{done} of {total} MiB</source>
        <translation>{done} / {total} MiB</translation>
    </message>
    <message>
        <source>Folder with the model&apos;s file</source>
        <translation>模型文件所在的文件夹</translation>
    </message>
</context>
<context>
    <name>NameForm</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>New region</source>
        <translation>新区域</translation>
    </message>
    <message>
        <source>New company</source>
        <translation>新公司</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Dismiss</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>{text} ({times} times)</source>
        <translation>{text}（{times} 次）</translation>
    </message>
</context>
<context>
    <name>PanelHeader</name>
    <message>
        <source>Put the inspection away; it can be continued</source>
        <translation>收起巡检，之后可继续</translation>
    </message>
    <message>
        <source>Put the inspection away</source>
        <translation>收起巡检</translation>
    </message>
    <message>
        <source>Items with an answer, of all items</source>
        <translation>已判定项 / 全部检查项</translation>
    </message>
    <message>
        <source>raw {percent}</source>
        <translation>原始 {percent}</translation>
    </message>
    <message>
        <source>▲ final {percent}</source>
        <translation>▲ 最终 {percent}</translation>
    </message>
    <message>
        <source>No score yet: nothing that counts is answered.</source>
        <translation>暂无得分：还没有计分项被判定。</translation>
    </message>
    <message>
        <source>Points earned / points possible of what is answered so far:
{earned} / {maximum} = {percent} %
N/A and not assessable items leave both sides.</source>
        <translation>已判定项的得分 / 满分：
{earned} / {maximum} = {percent} %
不适用和无法判定的项不计入。</translation>
    </message>
    <message>
        <source>A failed red line takes all points of its section:
{earned} / {maximum} = {percent} %
Red lines failed: {items}</source>
        <translation>触发红线则该分类不得分：
{earned} / {maximum} = {percent} %
触发的红线：{items}</translation>
    </message>
</context>
<context>
    <name>PasswordDialog</name>
    <message>
        <source>Password of {camera}</source>
        <translation>{camera} 的密码</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Use the password</source>
        <translation>使用此密码</translation>
    </message>
    <message>
        <source>Type the password first.</source>
        <translation>请先输入密码。</translation>
    </message>
    <message>
        <source>Type the user name first.</source>
        <translation>请先输入用户名。</translation>
    </message>
</context>
<context>
    <name>PersonField</name>
    <message>
        <source>Who inspects</source>
        <translation>巡检人</translation>
    </message>
    <message>
        <source>Somebody else…</source>
        <translation>更换巡检人…</translation>
    </message>
    <message>
        <source>This name stands on every answer, evidence and task.</source>
        <translation>该姓名会记录在每个判定、取证和整改单上。</translation>
    </message>
</context>
<context>
    <name>RecorderFields</name>
    <message>
        <source>No recorder: a folder, or live pictures alone</source>
        <translation>不使用录像机：文件夹录像或仅实时</translation>
    </message>
    <message>
        <source>1; with ONVIF the recording&apos;s address</source>
        <translation>1；ONVIF 为录像的地址</translation>
    </message>
    <message>
        <source>Find on the recorder…</source>
        <translation>在录像机上查找…</translation>
    </message>
    <message>
        <source>Test the recorder</source>
        <translation>测试录像机</translation>
    </message>
</context>
<context>
    <name>RecorderForm</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>门店</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Its time zone</source>
        <translation>其时区</translation>
    </message>
    <message>
        <source>Added to its clock</source>
        <translation>时钟修正</translation>
    </message>
    <message>
        <source>Plays at once</source>
        <translation>同时回放路数</translation>
    </message>
    <message>
        <source>Channel to try</source>
        <translation>试用通道</translation>
    </message>
    <message>
        <source>Save the recorder, then probe what it can.</source>
        <translation>请先保存录像机，再测试其能力。</translation>
    </message>
    <message>
        <source>Probing; this takes up to half a minute…</source>
        <translation>正在测试，最长约半分钟…</translation>
    </message>
    <message>
        <source>Asking for its time…</source>
        <translation>正在询问其时间…</translation>
    </message>
    <message>
        <source>It does not tell its time.</source>
        <translation>设备未提供时间。</translation>
    </message>
    <message>
        <source>Its clock is right.</source>
        <translation>其时钟准确。</translation>
    </message>
    <message>
        <source>Its clock is off; the seconds above make up for it. Save them.</source>
        <translation>其时钟有偏差，上方的秒数会予以修正，请保存。</translation>
    </message>
    <message>
        <source>All stores</source>
        <translation>所有门店</translation>
    </message>
    <message>
        <source>Empty: as it is kept now</source>
        <translation>留空：保持现有密码</translation>
    </message>
    <message>
        <source>As the store&apos;s</source>
        <translation>同门店</translation>
    </message>
    <message>
        <source>Seconds that must be added to the recorder&apos;s time to get the true time: 420 when its clock is seven minutes slow.</source>
        <translation>录像机时间加上该秒数即为准确时间：时钟慢七分钟时填 420。</translation>
    </message>
    <message>
        <source>How many recordings it plays at once; a further one waits its turn.</source>
        <translation>可同时回放的路数；超出的需排队等待。</translation>
    </message>
    <message>
        <source>Probe what it can</source>
        <translation>测试其能力</translation>
    </message>
    <message>
        <source>Read its clock</source>
        <translation>读取时钟</translation>
    </message>
    <message>
        <source>New recorder</source>
        <translation>新录像机</translation>
    </message>
</context>
<context>
    <name>RecordersPage</name>
    <message>
        <source>Remove {name}</source>
        <translation>删除 {name}</translation>
    </message>
    <message>
        <source>The recorder leaves Floorwalk with its password; what it recorded stays on it. A recorder that a camera names cannot be removed.</source>
        <translation>录像机及其密码将从巡店台移除，其上的录像保留。仍被摄像机使用的录像机不能删除。</translation>
    </message>
    <message>
        <source>Recorders</source>
        <translation>录像机</translation>
    </message>
    <message>
        <source>Recorder</source>
        <translation>录像机</translation>
    </message>
</context>
<context>
    <name>RecordingsDialog</name>
    <message>
        <source>Recordings of {name}</source>
        <translation>{name} 的录像</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>询问</translation>
    </message>
    <message>
        <source>ONVIF address</source>
        <translation>ONVIF 地址</translation>
    </message>
    <message>
        <source>Recordings</source>
        <translation>录像</translation>
    </message>
    <message>
        <source>Use this recording</source>
        <translation>使用该录像</translation>
    </message>
    <message>
        <source>Asking the recorder…</source>
        <translation>正在询问录像机…</translation>
    </message>
    <message>
        <source>The recorder keeps no recordings.</source>
        <translation>该录像机上没有录像。</translation>
    </message>
</context>
<context>
    <name>RectificationsScreen</name>
    <message>
        <source>All stores</source>
        <translation>全部门店</translation>
    </message>
    <message>
        <source>All owners</source>
        <translation>全部责任人</translation>
    </message>
    <message>
        <source>Rectifications</source>
        <translation>整改</translation>
    </message>
    <message>
        <source>Search title, owner, store</source>
        <translation>搜索标题、责任人、门店</translation>
    </message>
    <message>
        <source>Overdue only</source>
        <translation>仅看超期</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>门店</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>责任人</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>No rectification tasks yet</source>
        <translation>还没有整改单</translation>
    </message>
    <message>
        <source>When an item fails, raise a rectification task beside it{key}: it carries the standard, the evidence, an owner and a due date, and stays here until a second look proves the fix.</source>
        <translation>检查项不合格时，可在旁边开整改单{key}：整改单带有标准、取证、责任人和整改期限，复检通过前一直保留在此处。</translation>
    </message>
    <message>
        <source>Go to the wall</source>
        <translation>前往电视墙</translation>
    </message>
    <message>
        <source>All states</source>
        <translation>全部状态</translation>
    </message>
    <message>
        <source>Tasks: {count}, overdue: {overdue}</source>
        <translation>整改单 {count} 张，超期 {overdue} 张</translation>
    </message>
</context>
<context>
    <name>ScoreField</name>
    <message>
        <source>Score {score} of {maximum}</source>
        <translation>得分 {score}，满分 {maximum}</translation>
    </message>
</context>
<context>
    <name>ScoreTrend</name>
    <message>
        <source>Final score over time, {store}</source>
        <translation>{store} 最终得分走势</translation>
    </message>
    <message>
        <source>No submitted inspection of this store yet.</source>
        <translation>该门店还没有已提交的巡检。</translation>
    </message>
</context>
<context>
    <name>ScorecardDetail</name>
    <message>
        <source>Failed items: {count}</source>
        <translation>不合格项：{count}</translation>
    </message>
    <message>
        <source>Export PDF</source>
        <translation>导出 PDF</translation>
    </message>
    <message>
        <source>Export XLSX</source>
        <translation>导出 XLSX</translation>
    </message>
    <message>
        <source>Continue inspection</source>
        <translation>继续巡检</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>{number} · draft, begun {begun} by {who}</source>
        <translation>{number} · 草稿，{who} 于 {begun} 开始</translation>
    </message>
    <message>
        <source>{number} · submitted {submitted} by {who}</source>
        <translation>{number} · {who} 于 {submitted} 提交</translation>
    </message>
    <message>
        <source>{earned} of {maximum} points, raw {raw}, coverage {coverage}</source>
        <translation>得分 {earned}/{maximum}，原始 {raw}，覆盖率 {coverage}</translation>
    </message>
    <message>
        <source>previous {percent}</source>
        <translation>上次 {percent}</translation>
    </message>
    <message>
        <source>▲ Red lines failed: {items}</source>
        <translation>▲ 触发红线：{items}</translation>
    </message>
    <message>
        <source>A red line failed: raw {percent}</source>
        <translation>触发红线：原始 {percent}</translation>
    </message>
    <message>
        <source>Task: {owner}, {state}</source>
        <translation>整改单：{owner}，{state}</translation>
    </message>
    <message>
        <source>{score} of {maximum}, points lost: {lost}</source>
        <translation>{score}/{maximum}，扣分：{lost}</translation>
    </message>
    <message>
        <source>points lost: {lost}</source>
        <translation>扣分：{lost}</translation>
    </message>
</context>
<context>
    <name>ScorecardExport</name>
    <message>
        <source>Export the scorecard</source>
        <translation>导出评分卡</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Excel workbook (*.xlsx)</source>
        <translation>Excel 工作簿 (*.xlsx)</translation>
    </message>
</context>
<context>
    <name>ScorecardsScreen</name>
    <message>
        <source>All stores</source>
        <translation>全部门店</translation>
    </message>
    <message>
        <source>Scorecards</source>
        <translation>评分卡</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>门店</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>已提交</translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>All states</source>
        <translation>全部状态</translation>
    </message>
    <message>
        <source>No inspections yet</source>
        <translation>还没有巡检</translation>
    </message>
    <message>
        <source>Open a store on the wall and begin an inspection beside it. Its scorecard appears here, as a preview, as PDF and as XLSX.</source>
        <translation>在电视墙上打开一家门店并开始巡检，其评分卡会显示在此，可预览并导出 PDF 和 XLSX。</translation>
    </message>
    <message>
        <source>Go to the wall</source>
        <translation>前往电视墙</translation>
    </message>
    <message>
        <source>Inspections: {count}, drafts: {drafts}</source>
        <translation>巡检 {count} 次，草稿 {drafts} 份</translation>
    </message>
</context>
<context>
    <name>SelfTestDialog</name>
    <message>
        <source>What this machine can play</source>
        <translation>本机播放能力</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Measuring with clips made here; the wall stands still meanwhile.</source>
        <translation>正在用本机生成的片段测量，期间电视墙暂停。</translation>
    </message>
</context>
<context>
    <name>SettingsScreen</name>
    <message>
        <source>What this machine can play…</source>
        <translation>本机播放能力…</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>数据文件夹</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>运动检测</translation>
    </message>
    <message>
        <source>{model} (not installed)</source>
        <translation>{model}（未安装）</translation>
    </message>
</context>
<context>
    <name>SnapshotScreen</name>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Check files</source>
        <translation>检查文件</translation>
    </message>
    <message>
        <source>Holds every evidence picture of this workstation against its record</source>
        <translation>逐一核对本工作站的取证图片与其记录</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>All stores</source>
        <translation>所有门店</translation>
    </message>
    <message>
        <source>No pictures yet</source>
        <translation>还没有图片</translation>
    </message>
    <message>
        <source>Pictures that you take on the wall without an inspection are kept here: of the selected tile, or of every tile at once.</source>
        <translation>不在巡检中时从电视墙保存的图片在这里：可以是所选格子的图片，也可以一次保存所有格子。</translation>
    </message>
    <message>
        <source>To the wall</source>
        <translation>去电视墙</translation>
    </message>
    <message>
        <source>Folder for the pictures</source>
        <translation>图片文件夹</translation>
    </message>
    <message>
        <source>Delete {count} pictures for good?</source>
        <translation>永久删除 {count} 张图片？</translation>
    </message>
    <message>
        <source>Delete this picture for good?</source>
        <translation>永久删除这张图片？</translation>
    </message>
</context>
<context>
    <name>SnapshotTaker</name>
    <message>
        <source>Save the picture</source>
        <translation>保存图片</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>图片 (*.png)</translation>
    </message>
</context>
<context>
    <name>SpanFields</name>
    <message>
        <source>Beginning</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>End</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>ends before it begins</source>
        <translation>结束早于开始</translation>
    </message>
    <message>
        <source>length {time}</source>
        <translation>时长 {time}</translation>
    </message>
</context>
<context>
    <name>SpeedBar</name>
    <message>
        <source>Speed {speed}x</source>
        <translation>{speed} 倍速</translation>
    </message>
    <message>
        <source>Backwards, at the same speed</source>
        <translation>倒放，速度不变</translation>
    </message>
    <message>
        <source>Speed; below the line: backwards</source>
        <translation>速度，横线以下为倒放</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Database does not answer</source>
        <translation>数据库无响应</translation>
    </message>
    <message>
        <source>{database} · {count} waiting</source>
        <translation>{database} · {count} 条待写</translation>
    </message>
    <message>
        <source>Database · writes not yet on disk</source>
        <translation>数据库 · 尚未写入的记录</translation>
    </message>
    <message>
        <source>Model, device, analysed frames per second</source>
        <translation>模型、设备、每秒分析帧数</translation>
    </message>
    <message>
        <source>{percent} % CPU</source>
        <translation>CPU {percent} %</translation>
    </message>
    <message>
        <source>This program and its decode processes, of all cores of this machine</source>
        <translation>本程序及其解码进程占本机全部核心的比例</translation>
    </message>
    <message>
        <source>Recordings on the wall looked through for activity; waits for the wall</source>
        <translation>在电视墙录像中查找活动的进度；电视墙繁忙时等待</translation>
    </message>
    <message>
        <source>Activity: paused</source>
        <translation>活动查找：已暂停</translation>
    </message>
    <message>
        <source>Activity {percent} %</source>
        <translation>活动查找 {percent}%</translation>
    </message>
    <message>
        <source>Analysis rests</source>
        <translation>分析未运行</translation>
    </message>
    <message>
        <source>{model} {device} {rate}/s · {percent} %</source>
        <translation>{model} {device} {rate}/秒 · {percent} %</translation>
    </message>
    <message>
        <source>{count} tiles {rate}/s · {painter}</source>
        <translation>{count} 格 {rate}/秒 · {painter}</translation>
    </message>
    <message>
        <source>graphics card</source>
        <translation>显卡绘制</translation>
    </message>
    <message>
        <source>raster</source>
        <translation>处理器绘制</translation>
    </message>
    <message>
        <source>Tiles open · pictures shown per second, mean over tiles · who paints them</source>
        <translation>打开的格子 · 每格每秒画面数（平均）· 由谁绘制</translation>
    </message>
    <message>
        <source>Your time, {zone}</source>
        <translation>您的时间，{zone}</translation>
    </message>
</context>
<context>
    <name>StoreForm</name>
    <message>
        <source>Code</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>时区</translation>
    </message>
    <message>
        <source>New store</source>
        <translation>新门店</translation>
    </message>
    <message>
        <source>such as S012</source>
        <translation>例如 S012</translation>
    </message>
</context>
<context>
    <name>StoreTreePanel</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search stores and cameras</source>
        <translation>搜索门店和摄像机</translation>
    </message>
    <message>
        <source>Stores</source>
        <translation>门店</translation>
    </message>
    <message>
        <source>Drag a camera or a whole store to the wall, or press Enter on it.</source>
        <translation>将摄像机或整个门店拖到电视墙，或选中后按 Enter。</translation>
    </message>
    <message>
        <source>Put on the wall</source>
        <translation>放上电视墙</translation>
    </message>
    <message>
        <source>Show only this on the wall</source>
        <translation>电视墙只显示此项</translation>
    </message>
    <message>
        <source>Put on the live wall</source>
        <translation>放到实时墙</translation>
    </message>
    <message>
        <source>Begin an inspection</source>
        <translation>开始巡检</translation>
    </message>
    <message>
        <source>Edit under Stores</source>
        <translation>在“门店”中编辑</translation>
    </message>
</context>
<context>
    <name>StoresScreen</name>
    <message>
        <source>Stores</source>
        <translation>门店</translation>
    </message>
    <message>
        <source>Search stores and cameras</source>
        <translation>搜索门店和摄像机</translation>
    </message>
    <message>
        <source>Choose a line at the left to change it.
A camera belongs to a store, a store to a region, a region to a company.</source>
        <translation>在左侧选择一行进行修改。
摄像机属于门店，门店属于区域，区域属于公司。</translation>
    </message>
    <message>
        <source>No store yet</source>
        <translation>还没有门店</translation>
    </message>
    <message>
        <source>Cameras belong to a store, stores to a region, regions to a company. Begin with the company; the buttons at the lower left then add what belongs to it.</source>
        <translation>摄像机属于门店，门店属于区域，区域属于公司。请先添加公司，再用左下方的按钮逐级添加。</translation>
    </message>
    <message>
        <source>Add the company</source>
        <translation>添加公司</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>公司</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>门店</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>摄像机</translation>
    </message>
    <message>
        <source>Recorders</source>
        <translation>录像机</translation>
    </message>
    <message>
        <source>Spreadsheet…</source>
        <translation>表格导入…</translation>
    </message>
    <message>
        <source>Add cameras from a spreadsheet</source>
        <translation>从表格添加摄像机</translation>
    </message>
    <message>
        <source>Find in the network…</source>
        <translation>网络查找…</translation>
    </message>
    <message>
        <source>Find cameras and recorders by ONVIF</source>
        <translation>通过 ONVIF 查找摄像机和录像机</translation>
    </message>
    <message>
        <source>Add: {kind}</source>
        <translation>添加：{kind}</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>删除 {name}</translation>
    </message>
    <message>
        <source>The camera leaves the tree and the wall. Its recordings stay where they are, and evidence taken from it is kept.</source>
        <translation>摄像机将从列表和电视墙移除。录像文件不受影响，已取得的证据会保留。</translation>
    </message>
    <message>
        <source>The store and its cameras leave the tree. A store that was inspected cannot be removed.</source>
        <translation>门店及其摄像机将从列表移除。已巡检过的门店不能删除。</translation>
    </message>
    <message>
        <source>Only what is empty can be removed.</source>
        <translation>只能删除其下没有内容的项。</translation>
    </message>
</context>
<context>
    <name>TaskDetail</name>
    <message>
        <source>Store</source>
        <translation>门店</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>责任人</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>整改期限</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先级</translation>
    </message>
    <message>
        <source>Raised</source>
        <translation>开单时间</translation>
    </message>
    <message>
        <source>History</source>
        <translation>处理记录</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Reason, then Enter</source>
        <translation>填写原因，按 Enter</translation>
    </message>
    <message>
        <source>{date}  overdue</source>
        <translation>{date}  已超期</translation>
    </message>
    <message>
        <source>raised</source>
        <translation>开单</translation>
    </message>
    <message>
        <source>{action}: say why</source>
        <translation>{action}：请说明原因</translation>
    </message>
</context>
<context>
    <name>TaskDialog</name>
    <message>
        <source>Rectification task</source>
        <translation>整改单</translation>
    </message>
    <message>
        <source>What</source>
        <translation>整改内容</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>门店</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>责任人</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>整改期限</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先级</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>证据</translation>
    </message>
    <message>
        <source>Who puts it right</source>
        <translation>由谁整改</translation>
    </message>
    <message>
        <source>What is wrong, and how it should be</source>
        <translation>问题所在，以及应有的状态</translation>
    </message>
    <message>
        <source>Until the end of this day at the store ({zone})</source>
        <translation>至门店当地当天结束（{zone}）</translation>
    </message>
    <message>
        <source>No evidence taken for this item</source>
        <translation>此项还没有证据</translation>
    </message>
    <message>
        <source>Raise task</source>
        <translation>开整改单</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>TaskTable</name>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>门店</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>整改单</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>责任人</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>整改期限</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先级</translation>
    </message>
    <message>
        <source>{date}  {days} d overdue</source>
        <translation>{date}  超期 {days} 天</translation>
    </message>
</context>
<context>
    <name>TimeField</name>
    <message>
        <source>{end}: which of the two</source>
        <translation>{end}：两次中的哪一次</translation>
    </message>
    <message>
        <source>The clock goes back that night and shows this time twice. Choose which.</source>
        <translation>当晚时钟回拨，该时刻会出现两次。请选择是哪一次。</translation>
    </message>
    <message>
        <source>first ({offset})</source>
        <translation>第一次（{offset}）</translation>
    </message>
    <message>
        <source>second ({offset})</source>
        <translation>第二次（{offset}）</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>On the recorder, as far as is known: gaps, and what it has overwritten, show only in playing. What was fetched is painted whole.</source>
        <translation>存放在录像机上，范围为估计：空缺和已被覆盖的部分播放时才显示。已取回的部分以实色显示。</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>另有 {count} 个</translation>
    </message>
</context>
<context>
    <name>TimelineBase</name>
    <message>
        <source>Here stands where each camera on the wall has footage.</source>
        <translation>此处显示电视墙上每台摄像机的录像时段。</translation>
    </message>
</context>
<context>
    <name>TransportBar</name>
    <message>
        <source>Live</source>
        <translation>实时预览</translation>
    </message>
    <message>
        <source>Playback</source>
        <translation>录像回放</translation>
    </message>
    <message>
        <source>Show the cameras as they are now</source>
        <translation>显示摄像机当前画面</translation>
    </message>
    <message>
        <source>Show recordings, in step</source>
        <translation>同步播放录像</translation>
    </message>
    <message>
        <source>{count} tiles</source>
        <translation>{count} 宫格</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>宫格</translation>
    </message>
    <message>
        <source>Go to a date and time</source>
        <translation>跳转到日期和时间</translation>
    </message>
    <message>
        <source>Time of the wall, {zone} ({offset}). Press to go elsewhere.</source>
        <translation>电视墙时间，{zone}（{offset}）。点击可跳转。</translation>
    </message>
</context>
<context>
    <name>UnsavedDialog</name>
    <message>
        <source>Not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>“{name}” has entries that are not saved.</source>
        <translation>“{name}”中有尚未保存的内容。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Go on editing</source>
        <translation>继续编辑</translation>
    </message>
</context>
<context>
    <name>WallBookmarks</name>
    <message>
        <source>Bookmark {time}  {where}</source>
        <translation>书签 {time}  {where}</translation>
    </message>
    <message>
        <source>Bookmark removed</source>
        <translation>书签已移除</translation>
    </message>
</context>
<context>
    <name>WallCondense</name>
    <message>
        <source>Condense: reckoning</source>
        <translation>浓缩播放：正在计算</translation>
    </message>
    <message>
        <source>Condense: {left} of {all} left</source>
        <translation>浓缩播放：剩余 {left}，共 {all}</translation>
    </message>
    <message>
        <source>{share} % looked at, the rest is played in full</source>
        <translation>已查看 {share}%，其余完整播放</translation>
    </message>
</context>
<context>
    <name>WallDocks</name>
    <message>
        <source>Stores</source>
        <translation>门店</translation>
    </message>
    <message>
        <source>Inspection</source>
        <translation>巡检</translation>
    </message>
    <message>
        <source>Bookmarks</source>
        <translation>书签</translation>
    </message>
    <message>
        <source>Fold away</source>
        <translation>收起</translation>
    </message>
</context>
<context>
    <name>WallLanes</name>
    <message>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
</context>
<context>
    <name>WallPages</name>
    <message>
        <source>The wall is in its own window.</source>
        <translation>电视墙在独立窗口中。</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>收回</translation>
    </message>
</context>
<context>
    <name>WallSound</name>
    <message>
        <source>Sound of the selected tile</source>
        <translation>所选格子的声音</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>音量</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Off.</source>
        <translation>已关闭。</translation>
    </message>
    <message>
        <source>Silent: the volume is 0.</source>
        <translation>静音：音量为 0。</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <source>Sound of the selected tile. {text}</source>
        <translation>所选格子的声音。{text}</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>关闭声音</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>打开声音</translation>
    </message>
</context>
<context>
    <name>WallWindow</name>
    <message>
        <source>Wall - Floorwalk</source>
        <translation>电视墙 - 巡店台</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>pass</source>
        <translation>合格</translation>
    </message>
    <message>
        <source>fail</source>
        <translation>不合格</translation>
    </message>
    <message>
        <source>N/A</source>
        <translation>不适用</translation>
    </message>
    <message>
        <source>not assessable</source>
        <translation>无法判定</translation>
    </message>
    <message>
        <source>Nobody at the counter</source>
        <translation>前台离岗</translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation>{hours} 小时</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} 小时 {minutes} 分钟</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} 分钟</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} 分 {seconds} 秒</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
</context>
</TS>
