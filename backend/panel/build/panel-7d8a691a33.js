import{m67_ru as o}from"./panel-657cbabf6c.js";export{o as a};
