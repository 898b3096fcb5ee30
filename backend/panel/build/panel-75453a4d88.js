import{m101_LabelChip as s,m101_LabelsContext as l,m101_labelsOfSite as b,m101_useLabels as t}from"./panel-687fbdb11a.js";export{s as a,b,t as c};
