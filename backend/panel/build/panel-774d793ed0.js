import{m57_errorText as o}from"./panel-29a325a847.js";export{o as a};
