import{m70_ACTIONS as m,m70_isApt as p}from"./panel-0fb6090c3f.js";export{m as a,p as b};
