import{m69_ACTIONS as m,m69_isApt as p}from"./panel-67eccafac0.js";export{m as a,p as b};
