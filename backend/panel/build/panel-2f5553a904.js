import{m69_ACTIONS as m,m69_isApt as p}from"./panel-4d4854bf78.js";export{m as a,p as b};
