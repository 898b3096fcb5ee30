import{m70_ACTIONS as m,m70_isApt as p}from"./panel-4b3f2c8c5a.js";export{m as a,p as b};
